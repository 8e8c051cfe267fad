import { describe, expect, it } from 'vitest';
import type { Phase, WaitingFor, WaitKind } from '#domain/status/status.ts';
import { isAllDone, stepsAtEnd, stepsWhile } from '#domain/status/step-status.ts';
import { aStepStatus } from '../../builders/a-campaign-status.ts';

const steps = [
  aStepStatus({ phase: 'Completed' }),
  aStepStatus({ pool: 'system', phase: 'Running' }),
  aStepStatus({ pool: 'np1' }),
];
const wait = (kind: WaitKind): WaitingFor => ({ kind, name: 'aks-pay', since: '', until: null, act: '' });
const seen = (waitingFor: WaitingFor | null, inFlight = false) =>
  stepsWhile(steps, { waitingFor, inFlight }).map((step) => [step.phase, step.inFlight]);

describe('the step that a cluster is at', () => {
  it.each<[WaitKind]>([['window'], ['freeze'], ['paused'], ['lock']])('waits while %s blocks it', (kind) => {
    expect(seen(wait(kind))[1]).toEqual(['Waiting', false]);
  });

  it.each<[WaitKind]>([['soak'], ['drain'], ['decision']])('runs during a wait for %s', (kind) => {
    expect(seen(wait(kind), true)[1]).toEqual(['Running', true]);
  });

  it('says whether an operation of it may run in Azure; the others say nothing of it', () => {
    expect(seen(null, true)).toEqual([
      ['Completed', undefined],
      ['Running', true],
      ['NotStarted', undefined],
    ]);
    expect(seen(null)[1]).toEqual(['Running', false]);
  });
});

it.each<[Phase, Phase, string | null]>([
  ['Aborted', 'Skipped', 'not reached'],
  ['Failed', 'Skipped', 'not reached'],
  ['RolledBack', 'Skipped', 'not reached'],
  ['NeedsDecision', 'NotStarted', null],
  ['Waiting', 'NotStarted', null],
  ['Deferred', 'NotStarted', null],
])('what has not begun of a cluster that is %s is %s', (cluster, phase, detail) => {
  const ended = aStepStatus({ phase: 'Failed', detail: 'broken' });
  expect(stepsAtEnd(cluster, [ended, aStepStatus({ pool: 'np1' })])).toMatchObject([
    ended,
    { phase, detail },
  ]);
});

describe('a cluster that was aborted', () => {
  const completed = aStepStatus({ phase: 'Completed', startedAt: '2026-11-20T08:00:00Z' });
  const idle = aStepStatus({ pool: 'np2', phase: 'Skipped' });
  it.each([
    ['all were completed', [completed, idle], true],
    [
      'one failed with every node there',
      [completed, aStepStatus({ phase: 'Failed', end: 'Succeeded' })],
      false,
    ],
    ['one was not begun', [completed, aStepStatus({ pool: 'np1' })], false],
    ['one was left by a person', [completed, { ...idle, startedAt: '2026-11-20T08:00:00Z' }], false],
    ['one is half upgraded', [aStepStatus({ phase: 'Aborted', end: 'PartiallyUpgraded' })], false],
    ['it has none yet', [], false],
  ])('has all of its steps done: %s', (_, steps, isDone) => {
    expect(isAllDone(steps)).toBe(isDone);
  });
});
