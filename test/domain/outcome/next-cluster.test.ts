import { describe, expect, it } from 'vitest';
import type { Pause, Pauses } from '#domain/campaign/pauses.ts';
import {
  isStageOver,
  nextCluster,
  occupiedPlaces,
  type QueuedCluster,
} from '#domain/outcome/next-cluster.ts';

const at = '2026-11-20T08:00:00Z';
const pause = (by: Pause['by'], level: Pause['at']): Pauses => ({
  paused: { by, at: level, since: at, reason: 'x' },
  ruleBeneath: null,
});
const notPaused: Pauses = { paused: null, ruleBeneath: null };

const waiting: QueuedCluster = {
  phase: 'NotStarted',
  startedAt: null,
  finishedAt: null,
  attempts: 0,
  hasSecondAttempt: false,
  retried: false,
};
const running: QueuedCluster = { ...waiting, phase: 'Running', startedAt: at, attempts: 1 };
const asking: QueuedCluster = { ...running, phase: 'NeedsDecision' };
const completed: QueuedCluster = { ...running, phase: 'Completed', finishedAt: at };
const busy: QueuedCluster = {
  ...waiting,
  phase: 'Skipped',
  finishedAt: at,
  attempts: 1,
  hasSecondAttempt: true,
};
const retried: QueuedCluster = { ...waiting, retried: true };

describe('the cluster that begins next', () => {
  it.each<[string, QueuedCluster[], Pauses, QueuedCluster | undefined]>([
    ['is the first that has not begun', [completed, waiting, retried], notPaused, waiting],
    ['is none where all have ended', [completed], notPaused, undefined],
    ['is a busy one again when the first attempts are over', [busy, completed], notPaused, busy],
    ['is no busy one while a first attempt runs', [busy, running], notPaused, undefined],
    ['is a busy one although another waits for a decision', [busy, asking], notPaused, busy],
    [
      'is any while the campaign pauses at the end of the stage',
      [waiting],
      pause('operator', 'stage'),
      waiting,
    ],
    ['is none while an operator pauses it', [waiting, retried], pause('operator', 'cluster'), undefined],
    [
      'is one that an operator retries while a rule pauses it',
      [waiting, retried],
      pause('rule', 'node-pool'),
      retried,
    ],
  ])('%s', (_rule, clusters, pauses, expected) => {
    expect(nextCluster(clusters, pauses)).toBe(expected);
  });
});

describe('a stage', () => {
  it.each<[string, QueuedCluster[], boolean]>([
    ['is over when every cluster has ended', [completed], true],
    ['is not over while a cluster runs', [completed, running], false],
    ['is not over while a cluster waits for a decision', [asking], false],
    ['is not over while a second attempt follows', [busy], false],
  ])('%s', (_rule, clusters, expected) => {
    expect(isStageOver(clusters)).toBe(expected);
  });

  it('frees the place of a cluster that waits for a decision', () => {
    expect(occupiedPlaces([running, asking, completed])).toBe(1);
  });
});
