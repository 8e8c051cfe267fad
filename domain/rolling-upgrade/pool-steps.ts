import type { DrainBlocker } from './find-drain-blocker.ts';
import type { NodeStep, SteppedNode } from './node-steps.ts';

/** The nodes of a pool while it is upgraded: small, because it is part of heartbeats and of `status -o json`. */
export interface PoolSteps {
  /** Nodes per step; a step without nodes is absent. */
  readonly counts: Readonly<Partial<Record<NodeStep, number>>>;
  /** Nodes in progress, those blocked longest first; at most 5. */
  readonly atWork: readonly NodeAtWork[];
}

interface NodeAtWork {
  readonly node: string;
  readonly step: NodeStep;
  /** Pods to evict before it is reimaged; null: not read. */
  readonly podsLeft: number | null;
  /** When its drain began, RFC 3339; null: it is not drained. */
  readonly since: string | null;
  /** What blocks its drain, and since when (RFC 3339); null: nothing does. */
  readonly blocker: (Omit<DrainBlocker, 'since'> & { readonly since: string }) | null;
}

const mostNamed = 5;

/** In this order where there are more than can be named. */
const working: readonly NodeStep[] = ['draining', 'reimaging', 'soaking', 'quarantined', 'cordoned'];

export function summarizeSteps(nodes: readonly SteppedNode[]): PoolSteps {
  const counts: Partial<Record<NodeStep, number>> = {};
  for (const { step } of nodes) counts[step] = (counts[step] ?? 0) + 1;
  const atWork = nodes.filter(({ step }) => working.includes(step)).toSorted(byUrgency);
  return { counts, atWork: atWork.slice(0, mostNamed).map(nameNode) };
}

function byUrgency(a: SteppedNode, b: SteppedNode): number {
  return (
    blockedSince(a) - blockedSince(b) ||
    working.indexOf(a.step) - working.indexOf(b.step) ||
    (a.name < b.name ? -1 : 1)
  );
}

function blockedSince({ blocker }: SteppedNode): number {
  return blocker?.since ?? Number.MAX_SAFE_INTEGER;
}

function nameNode({ name, step, podsLeft, since, blocker }: SteppedNode): NodeAtWork {
  return {
    node: name,
    step,
    podsLeft,
    since: since === null ? null : iso(since),
    blocker: blocker === null ? null : { ...blocker, since: iso(blocker.since) },
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
