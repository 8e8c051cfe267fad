import { createColors } from 'picocolors';
import { expect, it } from 'vitest';
import { poolLines } from '#cli/view/status/pool-lines.ts';
import type { StepStatus } from '#domain/status/status.ts';
import { aClusterStatus } from '../../../builders/a-campaign-status.ts';
import { step } from './a-status.ts';

const nodes = { done: 0, total: 3 };
const palette = createColors(false);

it.each<[string, Partial<StepStatus>, RegExp]>([
  ['that has yet to begin', {}, / 0\/3 nodes/],
  ['that another upgrade left half done, before its nodes are counted', { from: '1.34.1' }, / 3 nodes/],
  ['once they are', { from: '1.34.1', phase: 'Running', nodes: { done: 2, total: 3 } }, / 2\/3 nodes/],
  ['to which nothing is done', { from: '1.34.1', phase: 'Skipped', detail: 'at its target' }, / 3 nodes/],
  ['that was skipped', { phase: 'Skipped' }, / 0\/3 nodes/],
])('a pool %s counts what is known', (_what, over, counts) => {
  const cluster = {
    ...aClusterStatus({ name: 'aks', resourceId: '/aks' }),
    phase: 'Running' as const,
    startedAt: '2026-11-20T08:00:00Z',
    steps: [step({ name: 'np1', nodes, ...over })],
  };
  const [line] = poolLines({ clusters: [cluster], now: 0, timeZone: undefined, palette });
  expect(line).toMatch(counts);
});
