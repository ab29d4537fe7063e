// What both scripts share: read, check the structure, make variants, render. It knows the part of the language that the
// benchmarks' storyboards use, and is written as its user would want it: templates are parsed once, nothing is done twice.
import fs from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { Ajv } from 'ajv';
import Mustache from 'mustache';

const text = { type: 'string', minLength: 1 };
const duration = { type: 'integer', minimum: 1, maximum: 15 };
const schema = {
  type: 'object',
  required: ['version', 'scenes'],
  additionalProperties: false,
  properties: {
    version: { const: 1 },
    name: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
    title: text,
    model: { enum: ['kwaivgi/kling-3.0/text-to-video'] },
    settings: {
      type: 'object',
      additionalProperties: false,
      properties: {
        mode: text,
        aspect_ratio: text,
        generate_audio: { type: ['boolean', 'string'] },
        negative_prompt: text,
      },
    },
    inputs: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['type'],
        additionalProperties: false,
        properties: {
          type: { enum: ['string', 'integer', 'number', 'boolean', 'list'] },
          description: text,
          enum: { type: 'array', minItems: 1 },
          default: {},
          min: { type: 'number' },
          max: { type: 'number' },
          min_length: { type: 'integer' },
          max_length: { type: 'integer' },
          pattern: text,
          required: { type: 'boolean' },
        },
      },
    },
    variables: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
    variants: {
      type: 'object',
      additionalProperties: false,
      properties: {
        rows: text,
        matrix: { type: 'object', additionalProperties: { type: 'array', minItems: 1 } },
      },
    },
    scenes: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['id'],
        additionalProperties: false,
        properties: {
          id: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
          duration: { type: 'integer', minimum: 3, maximum: 15 },
          prompt: text,
          takes: { type: 'integer', minimum: 1 },
          shots: {
            oneOf: [
              { const: 'auto' },
              {
                type: 'array',
                minItems: 1,
                maxItems: 6,
                items: {
                  type: 'object',
                  required: ['duration', 'prompt'],
                  additionalProperties: false,
                  properties: { duration, prompt: text },
                },
              },
            ],
          },
        },
      },
    },
  },
};

const asIs = { escape: (value) => String(value) };

export class Problem extends Error {}

/** The storyboard, its structure checked, with all it refers to. */
export function read(file) {
  const board = load(fs.readFileSync(file, 'utf8'));
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile(schema);
  if (!validate(board)) {
    throw new Problem(ajv.errorsText(validate.errors, { dataVar: file, separator: '\n' }));
  }
  const ids = new Set(board.scenes.map((scene) => scene.id));
  if (ids.size !== board.scenes.length) {
    throw new Problem('two scenes have one id');
  }
  return board;
}

/** Reads each partial once, and the names used in each template. */
export class Templates {
  constructor(folder) {
    this.folder = folder;
    this.partials = {};
    this.seen = new Map();
  }

  /** Checks that all names of a template are in scope and all its partials are there. */
  check(template, scope) {
    if (this.seen.has(template)) {
      return;
    }
    this.seen.set(template, true);
    this.walk(Mustache.parse(template), scope);
  }

  walk(tokens, scope) {
    for (const [kind, name, , , inner] of tokens) {
      if (kind === '>') {
        if (!(name in this.partials)) {
          const file = path.join(this.folder, `${name}.mustache`);
          if (!fs.existsSync(file)) {
            throw new Problem(`no partial ${name}`);
          }
          this.partials[name] = fs.readFileSync(file, 'utf8').replace(/\r?\n$/, '');
        }
        this.check(this.partials[name], scope);
      } else if (kind === 'name' || kind === '&' || kind === '#' || kind === '^') {
        if (name !== '.' && !scope.has(name)) {
          throw new Problem(`${name} is not in scope`);
        }
        if (inner) {
          this.walk(inner, scope);
        }
      }
    }
  }

  render(template, values) {
    return Mustache.render(template, values, this.partials, asIs).trim().normalize('NFC');
  }
}

/** Every combination of a matrix, the last axis turning fastest. */
export function combinations(matrix) {
  return Object.entries(matrix).reduce(
    (all, [axis, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [axis]: String(value) }))),
    [{}],
  );
}

/** The values a shot sees: defaults, variables, then the variant's own. */
export function scope(board, variant, templates) {
  const values = {};
  for (const [name, input] of Object.entries(board.inputs ?? {})) {
    if (input.default !== undefined) {
      values[name] = String(input.default);
    }
  }
  Object.assign(values, variant);
  const variables = Object.entries(board.variables ?? {});
  for (const [name] of variables) {
    values[name] ??= '';
  }
  for (const [name, value] of variables) {
    if (!(name in variant)) {
      values[name] = typeof value === 'string' && value.includes('{{') ? templates.render(value, values) : String(value);
    }
  }
  return values;
}

/** Whether each input's value is one that is allowed. */
export function checkInputs(board, values) {
  for (const [name, input] of Object.entries(board.inputs ?? {})) {
    const value = values[name];
    if (value === undefined || value === '') {
      if (input.required === false) {
        values[name] = '';
        continue;
      }
      throw new Problem(`${name} has no value`);
    }
    if (input.type === 'number' || input.type === 'integer') {
      const number = Number(value);
      if (Number.isNaN(number) || number < (input.min ?? -Infinity) || number > (input.max ?? Infinity)) {
        throw new Problem(`${name} is ${value}`);
      }
    }
    if (input.enum && !input.enum.includes(value)) {
      throw new Problem(`${name} is ${value}`);
    }
    if (length(value) > (input.max_length ?? Infinity) || length(value) < (input.min_length ?? 0)) {
      throw new Problem(`${name} is too long or too short`);
    }
  }
}

/** A scene with all its texts rendered and its limits checked. */
export function renderScene(scene, values, templates) {
  if (Array.isArray(scene.shots)) {
    let seconds = 0;
    const shots = scene.shots.map((shot) => {
      seconds += shot.duration;
      return { duration: shot.duration, prompt: within(templates.render(shot.prompt, values), 512) };
    });
    if (seconds < 3 || seconds > 15 || (scene.duration ?? seconds) !== seconds) {
      throw new Problem(`${scene.id}: the shots take ${seconds} seconds`);
    }
    return { seconds, shots };
  }
  return { seconds: scene.duration, prompt: within(templates.render(scene.prompt, values), 2500) };
}

/** Checks the settings of a variant and returns them as the model takes them. */
export function renderSettings(board, values, templates) {
  const settings = { mode: 'pro', aspect_ratio: '16:9', generate_audio: 'false' };
  for (const [name, value] of Object.entries(board.settings ?? {})) {
    settings[name] = typeof value === 'string' && value.includes('{{') ? templates.render(value, values) : String(value);
  }
  if (!['pro', 'std'].includes(settings.mode)) {
    throw new Problem(`mode is ${settings.mode}`);
  }
  if (!['16:9', '9:16', '1:1'].includes(settings.aspect_ratio)) {
    throw new Problem(`aspect_ratio is ${settings.aspect_ratio}`);
  }
  if (!['true', 'false'].includes(settings.generate_audio)) {
    throw new Problem(`generate_audio is ${settings.generate_audio}`);
  }
  if (settings.negative_prompt !== undefined) {
    within(settings.negative_prompt, 2500);
  }
  return settings;
}

/** All templates of a storyboard. */
export function templatesOf(board) {
  const all = [...Object.values(board.settings ?? {}), ...Object.values(board.variables ?? {})];
  for (const scene of board.scenes) {
    if (scene.prompt) {
      all.push(scene.prompt);
    }
    if (Array.isArray(scene.shots)) {
      scene.shots.forEach((shot) => all.push(shot.prompt));
    }
  }
  return all.filter((template) => typeof template === 'string');
}

function within(prompt, limit) {
  if (prompt === '') {
    throw new Problem('a prompt is blank');
  }
  // Code points are counted only where there may be too many.
  if (prompt.length > limit && length(prompt) > limit) {
    throw new Problem(`a prompt has ${length(prompt)} of ${limit} characters`);
  }
  return prompt;
}

function length(value) {
  let count = 0;
  for (const _ of value) {
    count++;
  }
  return count;
}
