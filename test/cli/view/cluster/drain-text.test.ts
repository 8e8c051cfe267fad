import { expect, it } from 'vitest';
import { drainText } from '#cli/view/cluster/drain-text.ts';
import type { DrainReport, PodReport } from '#domain/drain/drain-report.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const pod = (name: string, outcome: PodReport['outcome']): PodReport => ({
  namespace: 'shop',
  name,
  class: 'evict',
  uid: name,
  outcome,
  blockedBy: null,
  attempts: 0,
  seconds: 3.4,
});

it.each([
  ['evicted', true],
  ['blocked', true],
  ['skipped', false],
  ['untouched', false],
] as const)('a pod that is %s has a time of its own: %s', (outcome, isTimed) => {
  const report: DrainReport = {
    node: 'node-1',
    outcome: 'drained',
    reason: null,
    cordonedByUs: true,
    uncordoned: false,
    pods: [pod('till-1', outcome)],
    passes: 1,
    requests: 1,
    seconds: 9,
  };
  const row = drainText(report, withoutColour)
    .split('\n')
    .find((line) => line.includes('till-1'));
  expect(row?.includes('3.4')).toBe(isTimed);
});
