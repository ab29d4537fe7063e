// Compiles a storyboard's rows × matrix to the lines `storyc compile` writes, byte for byte:
// node compile.mjs ROWS.csv STORYBOARD OUT
import fs from 'node:fs';
import path from 'node:path';
import crypto from 'node:crypto';
import * as storyboard from './storyboard.mjs';

const MODEL = 'kwaivgi/kling-3.0/text-to-video';
const MILLS = { std: { false: 143, true: 214 }, pro: { false: 190, true: 286 } };

const [rowsFile, file, outFile] = process.argv.slice(2);
const board = storyboard.read(file);
const templates = new storyboard.Templates(path.join(path.dirname(file), '..', 'templates'));
const cells = csv(fs.readFileSync(rowsFile, 'utf8'));
const columns = cells.next().value;
const combinations = storyboard.combinations(board.variants.matrix ?? {});
const names = new Set([
  ...Object.keys(board.inputs ?? {}),
  ...Object.keys(board.variables ?? {}),
  ...Object.keys(board.variants.matrix ?? {}),
  ...columns,
]);
storyboard.templatesOf(board).forEach((template) => templates.check(template, names));

const sha256 = crypto.hash
  ? (text) => crypto.hash('sha256', text)
  : (text) => crypto.createHash('sha256').update(text).digest('hex');
const given = new Set();
const out = fs.openSync(outFile, 'w');
let chunk = '';
for (const row of cells) {
  if (row.length > columns.length) {
    throw new storyboard.Problem('a row has too many cells');
  }
  const own = {};
  columns.forEach((column, i) => (own[column] = row[i] ?? ''));
  for (const combination of combinations) {
    const values = storyboard.scope(board, { ...own, ...combination }, templates);
    storyboard.checkInputs(board, values);
    const variant = slug([row[0], ...Object.values(combination)].join('-'));
    if (given.has(variant)) {
      throw new storyboard.Problem(`two variants are called ${variant}`);
    }
    given.add(variant);
    const settings = storyboard.renderSettings(board, values, templates);
    for (const scene of board.scenes) {
      chunk += lines(variant, scene, storyboard.renderScene(scene, values, templates), settings);
    }
    if (chunk.length > 1 << 20) {
      fs.writeSync(out, chunk);
      chunk = '';
    }
  }
}
fs.writeSync(out, chunk);
fs.closeSync(out);

function lines(variant, scene, rendered, settings) {
  const audio = settings.generate_audio === 'true';
  const args = { mode: settings.mode, duration: String(rendered.seconds), multi_shot: scene.shots !== undefined };
  if (scene.shots) {
    args.shot_type = rendered.shots ? 'customize' : 'intelligence';
  }
  if (rendered.prompt) {
    args.prompt = rendered.prompt;
  }
  if (settings.negative_prompt) {
    args.negative_prompt = settings.negative_prompt;
  }
  if (rendered.shots) {
    args.multi_prompt = rendered.shots;
  }
  args.aspect_ratio = settings.aspect_ratio;
  args.generate_audio = audio;
  const price = ((MILLS[settings.mode][audio] * rendered.seconds) / 1000).toFixed(3);
  const model = JSON.stringify(MODEL);
  const text = canonical(args);
  let all = '';
  for (let take = 1; take <= (scene.takes ?? 1); take++) {
    const key = sha256(`{"args":${text},"keyVersion":1,"model":${model},"take":${take}}`);
    all +=
      `{"storyboard":${JSON.stringify(board.name)},"variant":${JSON.stringify(variant)},"clip":"${scene.id}",` +
      `"take":${take},"key":"${key}","seconds":${rendered.seconds},"price_usd":${price},` +
      `"payload":{"model":${model},"args":${text}}}\n`;
  }
  return all;
}

/** RFC 8785: JavaScript's own JSON, with the names sorted. */
function canonical(value) {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object') {
    const entries = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value);
}

function slug(text) {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?<=\d):(?=\d)/g, 'x')
    .replace(/[^\p{L}\p{M}\p{Nd}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** The rows of a CSV text, quoted cells and all, one at a time. */
function* csv(text) {
  let row = [];
  let at = 0;
  while (at < text.length) {
    let cell;
    if (text[at] === '"') {
      let end = at;
      do {
        end = text.indexOf('"', end + 1);
        if (end < 0) {
          throw new storyboard.Problem('a quote is never closed');
        }
      } while (text[end + 1] === '"' && ++end);
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== ',' && text[end] !== '\n') {
        end++;
      }
      cell = text.slice(at, text[end] === '\n' && text[end - 1] === '\r' ? end - 1 : end);
      at = end;
    }
    row.push(cell);
    if (text[at] === '\r') {
      at++;
    }
    if (text[at] !== ',') {
      yield row;
      row = [];
    }
    at++;
  }
}
