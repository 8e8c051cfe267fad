import { afterEach, expect, it, vi } from 'vitest';
import { openScreen } from '#cli/steer/watch-screen.ts';
import { halfWay } from '../view/status/a-status.ts';
import { withoutColour } from '../view/terminal/without-colour.ts';

const { isTTY, rows } = process.stdout;
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(process.stdout, { isTTY, rows });
});

it('prints one line per transition on a terminal without a size, on which a tree would be cut to nothing', () => {
  let shown = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    shown += String(text);
    return true;
  });
  Object.assign(process.stdout, { isTTY: true, rows: 0 });
  const screen = openScreen({
    viewer: null,
    namespace: 'default',
    palette: withoutColour,
    onQuit: new AbortController().signal,
  });
  screen.show({ status: halfWay(), plan: null, now: 0 });
  screen.close();
  expect(shown).toMatch(/campaign .* Running/);
});
