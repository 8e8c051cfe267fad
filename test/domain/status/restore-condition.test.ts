import { describe, expect, it } from 'vitest';
import { describeRestore, restoreCondition } from '#domain/status/restore-condition.ts';
import type { Phase } from '#domain/status/status.ts';

const step = (pool: string | null, phase: Phase, startedAt: string | null = '2026-11-20T08:00:00Z') => ({
  pool,
  phase,
  startedAt,
});
const poolFirst = 'only once the pool is Succeeded: sent now, it continues the unfinished operation';
const allFirst = 'only once every node pool is Succeeded: sent now, it continues the unfinished operation';

describe('a setting is put back by hand', () => {
  it.each<[string, Phase, string | null]>([
    ['not before an aborted pool is Succeeded', 'Aborted', poolFirst],
    ['not before a failed pool is Succeeded', 'Failed', poolFirst],
    ['not before a pool that was skipped half way is Succeeded', 'Skipped', poolFirst],
    ['at once where the pool is done', 'Completed', null],
    ['at once where the pool is back', 'RolledBack', null],
  ])('%s', (_rule, phase, condition) => {
    expect(restoreCondition([step(null, 'Completed'), step('np1', phase)], 'np1')).toBe(condition);
  });

  it.each<[string, Phase, string | null, (string | null)?]>([
    ['not before each pool is Succeeded, of a cluster with an aborted one', 'Aborted', allFirst],
    ['not before each pool is Succeeded, of a cluster with one skipped half way', 'Skipped', allFirst],
    ['at once, of a cluster whose pools are done', 'Completed', null],
    ['at once, of a cluster whose other pools were not begun', 'NotStarted', null, null],
    ['at once, of a cluster whose other pools had nothing to do', 'Skipped', null, null],
  ])('%s', (_rule, phase, condition, startedAt) => {
    const steps = [step('system', 'Completed'), step('np1', phase, startedAt)];
    expect(restoreCondition(steps, null)).toBe(condition);
  });

  it('by a command that always shows its condition', () => {
    const left = { cluster: 'a', pool: 'np1', setting: 'maxSurge', value: '1', command: 'az aks' };
    expect(describeRestore(left)).toBe('az aks');
    expect(describeRestore({ ...left, condition: poolFirst })).toBe(`${poolFirst}: az aks`);
  });
});
