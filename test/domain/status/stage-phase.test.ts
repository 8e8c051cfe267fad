import { expect, it } from 'vitest';
import { stagePhase } from '#domain/status/stage-phase.ts';
import type { Phase } from '#domain/status/status.ts';

const at = '2026-11-20T08:00:00Z';
const begun = (phase: Phase) => ({ phase, reason: null, startedAt: at, finishedAt: at });
/** By the plan, before its stage begins. */
const untouched = (phase: Phase) => ({ ...begun(phase), startedAt: null, finishedAt: null });
/** An attempt, or an operator, ended it before anything was sent. */
const ended = (phase: Phase) => ({ ...begun(phase), startedAt: null });

it.each<[Phase, string, Parameters<typeof stagePhase>[0], 'Running' | 'Waiting' | null]>([
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
  ['Failed', 'its only cluster failed before anything was sent', [ended('Failed')], null],
  ['Aborted', 'one was aborted', [begun('Aborted'), begun('Completed')], null],
  ['Failed', 'one failed, one has nothing to change', [begun('Failed'), untouched('Completed')], null],
  ['Skipped', 'the plan skips all', [untouched('Skipped')], null],
  [
    'Skipped',
    'the plan skips one, one has nothing to change',
    [untouched('Skipped'), untouched('Completed')],
    null,
  ],
  ['Skipped', 'an operator skipped all ahead of it', [ended('Skipped')], null],
  ['Completed', 'one was skipped, one turned out to be done', [ended('Skipped'), ended('Completed')], null],
  ['Aborted', 'it was aborted before it began', [ended('Aborted'), untouched('Completed')], null],
])('a stage is %s where %s', (phase, _, lines, now) => {
  expect(stagePhase(lines, now)).toBe(phase);
});
