import { describe, expect, it } from 'vitest';
import { isRollingOut, type Rollout } from '#domain/health/workload-rollout.ts';
import { aRollout } from '../../builders/a-health-reading.ts';

describe('a change of a workload', () => {
  it.each<[string, Partial<Rollout>]>([
    ['its controller has not seen it yet', { generation: 2, observedGeneration: 1 }],
    ['pods of the newest template are missing', { updated: 1 }],
    ['pods of the old template are left', { total: 4 }],
    ['it is part of a stateful set beyond its partition', { toUpdate: 2, updated: 1 }],
  ])('is being rolled out while %s', (_, counters) => {
    expect(isRollingOut(aRollout(counters))).toBe(true);
  });

  it.each<[string, Partial<Rollout>]>([
    ['all pods are of the newest template', {}],
    ['pods are missing that are of the newest template', { available: 0 }],
    ['its deadline has passed', { updated: 1, isOverdue: true }],
    ['its controller does not follow the template', { updated: 0, toUpdate: null }],
    ['the partition of a stateful set is reached', { toUpdate: 2, updated: 2 }],
  ])('is not when %s', (_, counters) => {
    expect(isRollingOut(aRollout(counters))).toBe(false);
  });
});
