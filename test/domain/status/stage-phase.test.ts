import { expect, it } from 'vitest';
import { type StageState, stagePhase } from '#domain/status/stage-phase.ts';
import type { Phase } from '#domain/status/status.ts';

const begun = (phase: Phase): StageState => ({ phase, startedAt: '2026-11-20T08:00:00Z' });
const untouched = (phase: Phase): StageState => ({ phase, startedAt: null });

it.each<[Phase, string, readonly StageState[], 'Running' | 'Waiting' | null]>([
  ['NotStarted', 'nothing of it has begun', [untouched('NotStarted')], null],
  [
    'NotStarted',
    'one cluster has nothing to change',
    [untouched('Completed'), untouched('NotStarted')],
    null,
  ],
  ['Completed', 'none has anything to change', [untouched('Completed')], null],
  ['Running', 'the campaign is at it', [untouched('Completed'), untouched('NotStarted')], 'Running'],
  ['Waiting', 'the campaign waits there', [begun('Completed')], 'Waiting'],
  ['NeedsDecision', 'one asks', [begun('NeedsDecision'), begun('Running')], 'Running'],
  ['Completed', 'all are done', [begun('Completed'), untouched('Completed')], null],
  ['CompletedWithFailures', 'one failed', [begun('Completed'), begun('Failed')], null],
  ['CompletedWithFailures', 'its only cluster skipped a pool', [begun('CompletedWithFailures')], null],
  ['Failed', 'all failed', [begun('Failed')], null],
  ['Failed', 'its only cluster failed before anything was sent', [untouched('Failed')], null],
  ['Aborted', 'one was aborted', [begun('Aborted'), begun('Completed')], null],
  ['Skipped', 'all were left out', [untouched('Skipped')], null],
])('a stage is %s where %s', (phase, _, lines, now) => {
  expect(stagePhase(lines, now)).toBe(phase);
});
