import { expect, it } from 'vitest';
import { describeProgress, openProgress } from '#workflows/reboot/reboot-progress.ts';

it.each([
  ['nothing that waited', {}, 'no node waits for a reboot'],
  ['what was rebooted, in whichever attempt', { rebooted: 2 }, '2 rebooted'],
  ['whom the rest was left to', { rebooted: 1, leftTo: 'kured (ops/kured)' }, 'left to kured (ops/kured)'],
])('a pool whose nodes are rebooted tells %s', (_, progress, told) => {
  expect(describeProgress({ ...openProgress(), ...progress })).toBe(told);
});
