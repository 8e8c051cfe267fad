import { setTimeout as pause } from 'node:timers/promises';
import type { Simulator } from './simulator.ts';

/** Every change that the simulated Azure accepted, in order, as its ledger has it. */
export async function acceptedOperations(simulator: Simulator) {
  const entries = await simulator.ledger();
  return entries.flatMap(({ plane, status, operation, cluster, at, method, ifMatch }) =>
    plane === 'arm' && status < 300 && operation != null
      ? [{ ...operation, cluster, at, method, ifMatch }]
      : [],
  );
}

export type AcceptedOperation = Awaited<ReturnType<typeof acceptedOperations>>[number];

/** What `tell` describes: an operation of the ledger, or a step of a plan. */
interface Told {
  readonly cluster: string | null;
  readonly kind: string;
  readonly pool: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** "aks-test-weu control-plane-upgrade 1.33.5 -> 1.34.1" */
export function tell({ cluster, kind, pool, from, to }: Told): string {
  const what = pool == null ? kind : `${kind} ${pool}`;
  return from == null ? `${cluster} ${what}` : `${cluster} ${what} ${from} -> ${to}`;
}

/** Looks until so many operations of that kind were accepted; the test's own timeout is the limit. */
export async function untilAccepted(
  simulator: Simulator,
  kind: string,
  { cluster, times = 1 }: { readonly cluster?: string; readonly times?: number } = {},
): Promise<void> {
  const isMeant = (each: AcceptedOperation) =>
    each.kind === kind && (cluster === undefined || each.cluster === cluster);
  while ((await acceptedOperations(simulator)).filter(isMeant).length < times) await pause(20);
}
