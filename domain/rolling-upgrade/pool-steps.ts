import { formatDuration } from '../text/duration.ts';
import type { Hold } from './find-drain-blocker.ts';
import type { NodeStep, SteppedNode } from './node-steps.ts';

/** The nodes of a pool while it is upgraded: small, for it travels in heartbeats and stands in `status -o json`. */
export interface PoolSteps {
  /** How many nodes are at each step; what none is at is absent. */
  readonly counts: Readonly<Partial<Record<NodeStep, number>>>;
  /** Nodes that something happens to, those blocked longest first; at most 5. */
  readonly atWork: readonly NodeAtWork[];
}

interface NodeAtWork {
  readonly node: string;
  readonly step: NodeStep;
  /** Pods that have to go before it is reimaged; null: no one looked. */
  readonly podsLeft: number | null;
  /** Since when it is drained, RFC 3339; null: it is not. */
  readonly since: string | null;
  /** What holds its drain up, and since when (RFC 3339); null: nothing does. */
  readonly held: (Omit<Hold, 'since'> & { readonly since: string }) | null;
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
  const [heldA, heldB] = [a.hold?.since ?? Number.MAX_SAFE_INTEGER, b.hold?.since ?? Number.MAX_SAFE_INTEGER];
  return heldA - heldB || working.indexOf(a.step) - working.indexOf(b.step) || (a.name < b.name ? -1 : 1);
}

function nameNode({ name, step, podsLeft, since, hold }: SteppedNode): NodeAtWork {
  const held = hold === null ? null : { ...hold, since: iso(hold.since) };
  return { node: name, step, podsLeft, since: since === null ? null : iso(since), held };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** A drain is refused for seconds all the time while pods get ready elsewhere; that is no news. */
const newsAfterMs = 60_000;

/** The node that has been blocked longest; null: none is. */
export function longestBlocked(
  nodes: readonly SteppedNode[],
): (SteppedNode & { readonly hold: Hold; readonly since: number }) | null {
  const held = nodes.flatMap((node) => {
    const { hold, since } = node;
    return hold === null || since === null ? [] : [{ ...node, hold, since }];
  });
  return held.toSorted((a, b) => a.hold.since - b.hold.since)[0] ?? null;
}

/**
 * "pdb shop/till: pod shop/till-1 of Deployment shop/till on aks-np-1-vmss000002, for 12m", or with `as` "since" the instant
 * (", since 2026-04-01T08:05:00Z") for what is read later; null: no drain is blocked.
 */
export function describeHold(
  nodes: readonly SteppedNode[],
  now: number,
  as: 'for' | 'since' = 'for',
): string | null {
  const held = longestBlocked(nodes);
  if (held === null || now - held.hold.since < newsAfterMs) return null;
  const { by, pod, owner, since } = held.hold;
  const whose = owner === `Pod ${pod}` ? '' : ` of ${owner}`;
  const minutes = Math.floor((now - since) / 60_000) * 60_000;
  const when = as === 'for' ? formatDuration(minutes) : `${iso(since).slice(0, 19)}Z`;
  return `${by}: pod ${pod}${whose} on ${held.name}, ${as} ${when}`;
}
