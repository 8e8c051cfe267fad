import { expect, it } from 'vitest';
import { currentStage } from '#domain/status/current-stage.ts';
import type { Phase, StageStatus } from '#domain/status/status.ts';

const stage = (name: string, phase: Phase): StageStatus => {
  const startedAt = phase === 'NotStarted' ? null : '2026-11-20T10:00:00Z';
  const cluster = { name, resourceId: name, phase, reason: null, startedAt, finishedAt: null, steps: [] };
  return { name, phase, clusters: [cluster] };
};

/** Of the campaign, of its stages test and production, and where it stands. */
const cases: readonly (readonly [Phase, Phase, Phase, string | undefined])[] = [
  ['Running', 'Running', 'NotStarted', 'test'],
  ['Waiting', 'Waiting', 'NotStarted', 'test'],
  ['NeedsDecision', 'NeedsDecision', 'NotStarted', 'test'],
  ['Running', 'Completed', 'Running', 'production'],
  ['Running', 'CompletedWithFailures', 'Running', 'production'],
  ['Running', 'Failed', 'Waiting', 'production'],
  ['NeedsDecision', 'Aborted', 'NeedsDecision', 'production'],
  ['Running', 'Skipped', 'Running', 'production'],
  ['Aborted', 'Aborted', 'NotStarted', 'test'],
  ['CompletedWithFailures', 'CompletedWithFailures', 'Completed', 'production'],
  ['Completed', 'Completed', 'Completed', undefined],
  ['Running', 'NotStarted', 'NotStarted', undefined],
];

it.each(cases)('%s, of test %s and of production %s: stands at %s', (phase, test, production, name) => {
  const stages = [stage('test', test), stage('production', production)];
  expect(currentStage({ phase, stages })?.name).toBe(name);
});
