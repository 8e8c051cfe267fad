import { describe, expect, it } from 'vitest';
import { aPlacedPod, lookedAt, preflightFindings, told } from '../../../builders/a-preflight-reading.ts';

const since = (minutes: number, owner = 'Deployment shop/web') =>
  aPlacedPod({ owner, pod: { isReady: false }, notReadySince: lookedAt - minutes * 60_000 });
const seen = (...pods: readonly ReturnType<typeof aPlacedPod>[]) =>
  told(preflightFindings({ pods: { value: pods } }));

describe('workloads that are unhealthy before anything is touched', () => {
  it('are named, and said not to block', () => {
    expect(seen(since(11), since(12), since(60, 'Deployment shop/till'))).toEqual([
      'warning drainBlockers aks-one-weu: 2 workloads have pods that have been unready for 10m: pre-existing issues do not block: health is compared with this state (Deployment shop/till, Deployment shop/web); fix them first if they matter',
    ]);
  });

  it('are for the record where the scheduler finds no node for their pods, with its words', () => {
    const waiting = (owner: string, unscheduled: string, over = {}) =>
      aPlacedPod({ owner, unscheduled, node: null, pod: { phase: 'Pending', isReady: false, ...over } });
    expect(
      seen(
        waiting('Deployment shop/web', '0/3 nodes are available: 3 Insufficient cpu.'),
        waiting('Deployment shop/till', '0/3 nodes are available: 3 Too many pods.'),
        waiting('Deployment shop/ending', '0/3', { endsAt: lookedAt + 1_000 }),
      ),
    ).toEqual([
      'info drainBlockers aks-one-weu: 2 workloads have unschedulable pods: pre-existing issues do not block; scheduler message for Deployment shop/till: 0/3 nodes are available: 3 Too many pods. (Deployment shop/till, Deployment shop/web)',
    ]);
  });

  it.each([
    ['still start', since(9)],
    ['are finished', aPlacedPod({ pod: { phase: 'Succeeded', isReady: false }, notReadySince: 0 })],
    ['are well', aPlacedPod()],
  ])('are none whose pods %s', (_, pod) => {
    expect(seen(pod)).toEqual([]);
  });
});
