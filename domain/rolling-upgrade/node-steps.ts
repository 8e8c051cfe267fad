import { isTerminating } from '../drain/drain-pod.ts';
import type { PlacedPod } from '../drain/placed-pod.ts';
import { isImageAtLeast, isOfImage } from '../version/node-image.ts';
import { drainStart } from './drain-start.ts';
import { type DrainBlocker, findDrainBlocker, podsToMove } from './find-drain-blocker.ts';
import type { RollingNode, RollingTarget, RollingView } from './rolling-view.ts';

/**
 * Where a node of a pool under upgrade is. surge: an extra node for the upgrade alone; of a blue-green one, a new node as long as
 * old ones are there. drained: an old one of these, until it is removed. cordoned: by someone else, earlier. quarantined: AKS stopped
 * draining it, and it keeps the old version.
 */
export type NodeStep =
  | 'waiting'
  | 'surge'
  | 'cordoned'
  | 'draining'
  | 'reimaging'
  | 'drained'
  | 'soaking'
  | 'done'
  | 'quarantined';

export interface SteppedNode {
  readonly name: string;
  readonly step: NodeStep;
  /** Pods to evict before it is reimaged; null: not read. */
  readonly podsLeft: number | null;
  /** Since when it is drained, ms since the epoch; null: it is not. */
  readonly since: number | null;
  /** What blocks its drain now; null: nothing does. */
  readonly blocker: DrainBlocker | null;
}

/** Each node's step, from the cluster alone, so that every worker reports the same. `now` in ms. */
export function nodeSteps(target: RollingTarget, view: RollingView, now: number): readonly SteppedNode[] {
  const surge = surgeAmong(target, view.nodes);
  return view.nodes.map((node) => stepOf(node, { target, view, now, isSurge: surge.has(node.name) }));
}

interface Sight {
  readonly target: RollingTarget;
  readonly view: RollingView;
  readonly now: number;
  readonly isSurge: boolean;
}

function stepOf(node: RollingNode, sight: Sight): SteppedNode {
  const plain = { name: node.name, podsLeft: null, since: null, blocker: null };
  if (node.quarantined) return { ...plain, step: 'quarantined' };
  return node.unschedulable ? cordonedStep(node, sight) : { ...plain, step: openStep(node, sight) };
}

function cordonedStep(node: RollingNode, { target, view, now, isSurge }: Sight): SteppedNode {
  const { name } = node;
  const start = drainStart(node, target, view);
  if (start === null) return { name, step: 'cordoned', podsLeft: null, since: null, blocker: null };
  const found = view.pods.get(name);
  const left = found === undefined ? null : podsToMove(found);
  const drained = { name, podsLeft: left?.length ?? null, since: start };
  if (target.isBlueGreen) return oldStep(drained, left ?? [], { start, view, now });
  if (!node.ready) return { ...drained, step: 'reimaging', blocker: null };
  if (left?.length === 0) return { ...drained, step: isSurge ? 'surge' : 'reimaging', blocker: null };
  return {
    ...drained,
    step: 'draining',
    blocker: findDrainBlocker(left ?? [], view.budgets, { start, now }),
  };
}

/** Cordoned from the beginning, it waits for its batch until something happens to its pods. */
function oldStep(
  drained: Pick<SteppedNode, 'name' | 'podsLeft' | 'since'>,
  left: readonly PlacedPod[],
  { start, view, now }: Pick<Sight, 'view' | 'now'> & { readonly start: number },
): SteppedNode {
  if (drained.podsLeft === 0) return { ...drained, step: 'drained', blocker: null };
  const blocker = findDrainBlocker(left, view.budgets, { start, now });
  const isDrained = blocker !== null || left.some(({ pod }) => isTerminating(pod));
  return { ...drained, step: isDrained ? 'draining' : 'waiting', blocker };
}

function openStep(node: RollingNode, { target, now, isSurge }: Sight): NodeStep {
  if (isSurge) return 'surge';
  if (!isAt(node, target)) return 'waiting';
  if (!node.ready) return 'reimaging';
  const isSoaking = node.readySince !== null && now - node.readySince < target.nodeSoakMs;
  return isSoaking ? 'soaking' : 'done';
}

/** Nothing marks a surge node, but scale sets count upwards: the newest names of those beyond the pool's count. */
function surgeAmong(target: RollingTarget, nodes: readonly RollingNode[]): ReadonlySet<string> {
  const extra = target.nodes === null ? 0 : Math.max(0, nodes.length - target.nodes);
  const names = nodes.filter((node) => isAt(node, target)).map(({ name }) => name);
  const newest = names.toSorted((a, b) => b.length - a.length || (a < b ? 1 : -1));
  return new Set(newest.slice(0, extra));
}

/** Kubelets write a v. */
function isAt({ kubeletVersion, nodeImageVersion }: RollingNode, { version, image }: RollingTarget): boolean {
  if (kubeletVersion !== `v${version}`) return false;
  if (image === undefined) return true;
  return 'exactly' in image
    ? isOfImage(nodeImageVersion, image.exactly)
    : nodeImageVersion !== null && isImageAtLeast(nodeImageVersion, image.atLeast);
}
