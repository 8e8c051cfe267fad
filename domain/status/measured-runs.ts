import type { MeasuredRun, PlannedRun } from '../calendar/predict-duration.ts';
import type { Change } from '../change/change.ts';
import { azureSoakMs } from '../fleet/blue-green.ts';
import type { Cluster } from '../fleet/fleet.ts';
import { resourceKey } from '../fleet/ids.ts';
import { blueGreenOf, surgeNodes } from '../fleet/upgrade-settings.ts';

export type { MeasuredRun, PlannedRun } from '../calendar/predict-duration.ts';

const mostOfOne = 5;
const mostKept = 2000;

/** What a change is to its predictions, by the cluster as it was sent to; null: it replaces nothing. */
export function plannedRun(change: Change, cluster: Cluster): PlannedRun | null {
  const key = resourceKey(cluster.resourceId);
  if (change.kind === 'upgrade-control-plane') return { cluster: key, pool: null, osType: null, rounds: 1 };
  if (change.kind !== 'upgrade-node-pool' && change.kind !== 'upgrade-node-image') return null;
  const pool = cluster.pools.find(({ name }) => name === change.pool);
  if (pool === undefined) return null;
  const sent = change.kind === 'upgrade-node-pool' ? change.upgradeSettings : {};
  const surge = surgeNodes(pool, sent);
  const rounds = Math.ceil((pool.count ?? 1) / Math.max(1, surge));
  const blueGreen = blueGreenOf(pool, sent);
  const soakMs = blueGreen === null ? 0 : azureSoakMs(blueGreen, pool.count ?? 1);
  const planned = { cluster: key, pool: pool.name, osType: pool.osType, rounds };
  return soakMs === 0 ? planned : { ...planned, soakMs };
}

/** The last few of each pool and control plane, oldest first; beyond two thousand those longest ago go. */
export function noteRun(runs: readonly MeasuredRun[], run: MeasuredRun): readonly MeasuredRun[] {
  const own = runs.filter((each) => isOfSame(each, run)).slice(1 - mostOfOne);
  const kept = runs.filter((each) => !isOfSame(each, run) || own.includes(each));
  return [...kept, run].slice(-mostKept);
}

function isOfSame(a: PlannedRun, b: PlannedRun): boolean {
  return a.cluster === b.cluster && a.pool === b.pool;
}
