export type OsType = 'Linux' | 'Windows';
type SecondsRange = readonly [low: number, high: number];

/** How long things take, in simulated seconds. */
export const durations = {
  controlPlane: [480, 720],
  settings: [20, 40],
  abort: [4, 6],
  power: [120, 240],
  surgeNode: { Linux: [60, 120], Windows: [90, 180] },
  reimage: { Linux: [210, 300], Windows: [450, 560] },
  surgeRemoval: [20, 40],
  evictionRetry: [5, 5],
  /** Of a machine: until it goes down, until Azure calls it done, and until its kubelet is back. */
  shutdown: [5, 15],
  restart: [40, 80],
  boot: [20, 60],
} as const satisfies Record<string, SecondsRange | Record<OsType, SecondsRange>>;

/** What one node pool goes through in a rolling upgrade; the three in the middle repeat for every node. */
export type RollingStage =
  | 'creating-surge-nodes'
  | 'draining'
  | 'reimaging'
  | 'soaking'
  | 'removing-surge-nodes'
  | 'finished';

/** The stage after `stage`, given how many nodes still have to be replaced. */
export function nextStage(stage: RollingStage, nodesLeft: number): RollingStage {
  switch (stage) {
    case 'creating-surge-nodes':
    case 'soaking':
      return nodesLeft > 0 ? 'draining' : 'removing-surge-nodes';
    case 'draining':
      return 'reimaging';
    case 'reimaging':
      return 'soaking';
    case 'removing-surge-nodes':
    case 'finished':
      return 'finished';
  }
}

/** The free text that the service shows as the operation's status. It never contains "fail". */
export function statusText(stage: RollingStage, done: number, total: number, errors: number): string {
  switch (stage) {
    case 'creating-surge-nodes':
      return 'RollingUpgradeCreatingSurgeNodes';
    case 'removing-surge-nodes':
      return 'RollingUpgradeRemovingSurgeNodes';
    case 'finished':
      return 'InProgress';
    case 'draining':
    case 'reimaging':
    case 'soaking':
      return `RollingUpgradeUpgradingNodes: ${done}/${total} nodes completed; ${errors} errors`;
  }
}

/** Surge nodes for a pool of `count`: a number as it is, a percentage rounded up (Azure's rule). */
export function surgeNodes(maxSurge: string, count: number): number {
  if (!maxSurge.endsWith('%')) return Number(maxSurge);
  return Math.ceil((Number(maxSurge.slice(0, -1)) / 100) * count);
}

export type DrainDecision = 'drained' | 'again' | 'timed-out';

/** What to do with a node after a round of evictions. Times in milliseconds. */
export function decideDrain(podsLeft: number, elapsedMs: number, drainTimeoutMs: number): DrainDecision {
  if (podsLeft === 0) return 'drained';
  return elapsedMs >= drainTimeoutMs ? 'timed-out' : 'again';
}

/** The name of the `index`-th virtual machine of a pool, as scale sets count them (base 36). */
export function nodeName(pool: string, osType: OsType, hash: string, index: number): string {
  const counter = index.toString(36).padStart(6, '0');
  return osType === 'Windows' ? `aks${pool}${counter}` : `aks-${pool}-${hash}-vmss${counter}`;
}
