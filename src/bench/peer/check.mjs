// Checks one storyboard without rows: node check.mjs FILE
import path from 'node:path';
import * as storyboard from './storyboard.mjs';

const file = process.argv[2];
try {
  const board = storyboard.read(file);
  const templates = new storyboard.Templates(path.join(path.dirname(file), '..', 'templates'));
  const matrix = board.variants?.matrix ?? {};
  const names = new Set([
    ...Object.keys(board.inputs ?? {}),
    ...Object.keys(board.variables ?? {}),
    ...Object.keys(matrix),
  ]);
  storyboard.templatesOf(board).forEach((template) => templates.check(template, names));
  let clips = 0;
  let seconds = 0;
  const variants = storyboard.combinations(matrix);
  for (const variant of variants) {
    const values = storyboard.scope(board, variant, templates);
    storyboard.checkInputs(board, values);
    storyboard.renderSettings(board, values, templates);
    for (const scene of board.scenes) {
      const rendered = storyboard.renderScene(scene, values, templates);
      clips += scene.takes ?? 1;
      seconds += rendered.seconds * (scene.takes ?? 1);
    }
  }
  console.log(`no errors: ${variants.length} variants, ${clips} clips, ${seconds} s`);
} catch (e) {
  if (!(e instanceof storyboard.Problem)) {
    throw e;
  }
  console.error(e.message);
  process.exitCode = 1;
}
