import { describe, expect, it } from 'vitest';
import { idleCluster } from '#domain/nightly/idle-scheduled-run.ts';
import type { ClusterOutline } from '#domain/plan/outline-plan.ts';

const anOutline = (over: Partial<ClusterOutline> = {}): ClusterOutline => ({
  name: 'aks-one',
  resourceId: '/one',
  digest: '00',
  versions: [],
  blocked: [],
  pools: 0,
  nodes: 0,
  surge: 0,
  ...over,
});

describe('a cluster of a scheduled run without work', () => {
  it.each([
    ['has nothing to change', {}, 'Completed', null],
    [
      'is left out',
      { blocked: ['it is stopped', 'blocked by its tag'] },
      'Skipped',
      'it is stopped; blocked by its tag',
    ],
    ['is blocked', { blockReasons: ['not run'] }, 'Skipped', 'blocked: not run'],
  ] as const)('%s', (_, over, phase, reason) => {
    expect(idleCluster(anOutline(over))).toEqual({ name: 'aks-one', phase, reason, wasBegun: false });
  });
});
