import type { Failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { isCordonUnclear } from '#domain/rolling-upgrade/drain-start.ts';
import { podsToMove } from '#domain/rolling-upgrade/find-drain-blocker.ts';
import type { RollingView } from '#domain/rolling-upgrade/rolling-view.ts';
import type { RollingReaders } from '#gateways/kubernetes/drain/rolling-upgrade-readers.ts';
import { mapBounded } from '../map-bounded.ts';

/** The pods of at most so many nodes are read: those cordoned longest are the ones that are stuck. */
const mostDrained = 10;
const atOnce = 4;

/** What one read shows, and what it was not permitted to read. */
export interface RollingLook extends RollingView {
  /** null: everything was seen that is needed. */
  readonly unread: { readonly what: 'pods' | 'disruption budgets'; readonly failure: Failure } | null;
}

/**
 * Reads a pool that is being upgraded: its nodes, the pods of at most 10 cordoned ones, and only as they are needed the
 * cluster's budgets and AKS's events. `since`: when the upgrade was sent (ms). What may not be read is missing; any other
 * failure is a FailureError.
 */
export async function readRolling(
  readers: RollingReaders,
  { pool, since }: { readonly pool: string; readonly since: number },
): Promise<RollingLook> {
  const nodes = await readers.nodes(pool);
  const drained = nodes
    .filter(({ unschedulable, ready, quarantined }) => unschedulable && ready && !quarantined)
    .toSorted((a, b) => (a.cordonedAt ?? 0) - (b.cordonedAt ?? 0))
    .slice(0, mostDrained);
  const pods = await unlessRefused(() =>
    mapBounded(drained, atOnce, async ({ name }) => [name, await readers.podsOn(name)] as const),
  );
  const isAnythingLeft = pods.seen?.some(([, found]) => podsToMove(found).length > 0) ?? false;
  const budgets = isAnythingLeft ? await unlessRefused(() => readers.budgets()) : nothing;
  // Without events an older cordon counts as someone else's.
  const events = drained.some((node) => isCordonUnclear(node, since))
    ? await unlessRefused(() => readers.drainedAt())
    : nothing;
  return {
    nodes,
    pods: new Map(pods.seen ?? []),
    budgets: budgets.seen ?? [],
    drainedAt: events.seen ?? new Map(),
    unread: refusedOf('pods', pods) ?? refusedOf('disruption budgets', budgets),
  };
}

interface Part<T> {
  readonly seen: T | null;
  readonly refused: Failure | null;
}

const nothing: Part<never> = { seen: null, refused: null };

async function unlessRefused<T>(read: () => Promise<T>): Promise<Part<T>> {
  try {
    return { seen: await read(), refused: null };
  } catch (thrown) {
    if (!(thrown instanceof FailureError) || thrown.failure.kind !== 'kubernetes-refused') throw thrown;
    return { seen: null, refused: thrown.failure };
  }
}

function refusedOf(what: 'pods' | 'disruption budgets', { refused }: Part<unknown>): RollingLook['unread'] {
  return refused === null ? null : { what, failure: refused };
}
