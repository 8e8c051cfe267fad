import { describe, expect, it } from 'vitest';
import { paletteFor } from '#cli/view/terminal/colour.ts';

describe('colour', () => {
  it.each([
    ['a terminal', {}, true, false, true],
    ['a file', {}, false, false, false],
    ['a dumb terminal', { TERM: 'dumb' }, true, false, false],
    ['a terminal with NO_COLOR', { NO_COLOR: '1' }, true, false, false],
    ['a terminal with an empty NO_COLOR', { NO_COLOR: '' }, true, false, true],
    ['a file with FORCE_COLOR', { FORCE_COLOR: '1' }, false, false, true],
    ['a terminal with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false, false],
    ['NO_COLOR against FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false, false],
    ['--no-color against FORCE_COLOR', { FORCE_COLOR: '1' }, true, true, false],
    ['a file in CI', { CI: '1' }, false, false, false],
  ])(
    'goes by the flag, then the environment, then the terminal: %s',
    (_case, env, isTerminal, noColour, wanted) => {
      const isColoured = paletteFor({ noColour, env, isTerminal }).red('x') !== 'x';
      expect(isColoured).toBe(wanted);
    },
  );
});
