import type { Phase, WaitKind } from '#domain/status/status.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { publishCluster, showCluster } from '../state/publish-cluster.ts';

/**
 * Marks what the cluster waits for while `wait` runs: for whoever asks, on its page and in the lists of the UI.
 * Soaks are on the page alone: there are many, and each change of a search attribute is an event in history.
 * `since`, of a wait that was interrupted by a look, and `until`: campaign time (ms).
 */
export async function whileWaiting<T>(
  run: ClusterRun,
  what: { kind: WaitKind; name: string; since?: number; until: number | null; act: string },
  wait: () => Promise<T>,
): Promise<T> {
  const before = { phase: run.phase, waitingFor: run.waitingFor };
  run.waitingFor = {
    ...what,
    since: run.clock.iso(what.since),
    until: what.until === null ? null : run.clock.iso(what.until),
  };
  run.waits += 1;
  run.phase = phaseOfWait[what.kind] ?? before.phase;
  const show = what.kind === 'soak' ? showCluster : publishCluster;
  show(run);
  try {
    return await wait();
  } finally {
    run.phase = before.phase;
    run.waitingFor = before.waitingFor;
    show(run);
  }
}

/** null: what runs goes on meanwhile, an upgrade or its way back. */
const phaseOfWait: Readonly<Record<WaitKind, Phase | null>> = {
  gate: 'Waiting',
  soak: 'Waiting',
  window: 'Waiting',
  freeze: 'Waiting',
  lock: 'Waiting',
  drain: null,
  paused: 'Paused',
  decision: 'NeedsDecision',
};
