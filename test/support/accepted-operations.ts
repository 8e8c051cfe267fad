import type { Simulator } from './simulator.ts';

/** Every change that the simulated Azure accepted, in order, as its ledger has it. */
export async function acceptedOperations(simulator: Simulator) {
  const entries = await simulator.ledger();
  return entries.flatMap((entry) =>
    entry.plane === 'arm' && entry.status < 300 && entry.operation != null
      ? [{ ...entry.operation, cluster: entry.cluster, at: entry.at }]
      : [],
  );
}

export type AcceptedOperation = Awaited<ReturnType<typeof acceptedOperations>>[number];

/** "aks-test-weu control-plane 1.33.5 -> 1.34.1" */
export function tell({ cluster, kind, pool, from, to }: AcceptedOperation): string {
  const what = pool == null ? kind : `${kind} ${pool}`;
  return from == null ? `${cluster} ${what}` : `${cluster} ${what} ${from} -> ${to}`;
}
