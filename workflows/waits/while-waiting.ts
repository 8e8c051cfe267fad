import type { Action, Phase, WaitKind } from '#domain/status/status.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { publishCluster, showCluster } from '../state/publish-cluster.ts';

/**
 * Shows what the cluster waits for while `wait` runs: in queries, on its page and in the lists of the Temporal UI.
 * Soaks are on the page alone: there are many, and each change of a search attribute is an event in history.
 * `since` (of a wait that an inspection interrupted) and `until`: campaign time (ms).
 */
export async function whileWaiting<T>(
  run: ClusterRun,
  what: {
    kind: WaitKind;
    name: string;
    since?: number;
    until: number | null;
    act: string;
    actions?: readonly Action[];
  },
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

/** null: the operation, an upgrade or a rollback, runs on. */
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
