import type { ClusterHooks } from '#simulator/kubernetes/cluster/cluster.ts';

/** Real time, so many times as fast, for a simulated cluster that is asked beside a real one. */
export function wallClockWorld(speed: number): ClusterHooks {
  const began = Date.now();
  const now = () => began + (Date.now() - began) * speed;
  let seed = 1;
  return {
    now,
    schedule: (atMs, run) => void setTimeout(run, Math.max(0, (atMs - now()) / speed)).unref(),
    random: () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    },
  };
}
