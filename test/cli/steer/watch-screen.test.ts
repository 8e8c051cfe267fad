import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openScreen } from '#cli/steer/watch-screen.ts';
import { halfWay } from '../view/status/a-status.ts';
import { withoutColour } from '../view/terminal/without-colour.ts';

const { isTTY, rows, columns } = process.stdout;
let shown = '';

beforeEach(() => {
  shown = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    shown += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(process.stdout, { isTTY, rows, columns });
});

function screenOf(lines: number) {
  Object.assign(process.stdout, { isTTY: true, rows: lines, columns: 80 });
  const onQuit = new AbortController().signal;
  return openScreen({ viewer: null, namespace: 'default', palette: withoutColour, onQuit });
}

it('prints one line per transition on a terminal without a size, on which a tree would be cut to nothing', () => {
  const screen = screenOf(0);
  screen.show({ status: halfWay(), plan: null, now: 0 });
  screen.close();
  expect(shown).toMatch(/campaign .* Running/);
});

it('keeps the top of a long campaign on the screen while it runs, and prints all of it at its end', () => {
  const [test, production] = halfWay().stages;
  const clusters = Array.from({ length: 40 }, (_, at) => ({
    ...production!.clusters[1]!,
    name: `aks-${at}`,
  }));
  const status = halfWay({ stages: [test!, { ...production!, clusters }] });
  const screen = screenOf(24);
  screen.show({ status, plan: null, now: 0 });
  expect(shown).toContain('Name:     k8s-1-34');
  expect(shown).toContain('q detach (the campaign continues)');
  expect(shown.split('\n').length).toBeLessThanOrEqual(24 + 1);
  shown = '';
  screen.show({
    status: { ...status, phase: 'Completed', finishedAt: status.updatedAt },
    plan: null,
    now: 0,
  });
  screen.close();
  expect(shown.match(/─ aks-\d+ /g)).toHaveLength(40);
});
