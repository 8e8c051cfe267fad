import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import type { Campaign } from '#domain/campaign/campaign.ts';
import { failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { uniqueNames } from '#domain/fleet/cluster-names.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import { selectStageClusters, subscriptionsOf } from '#domain/plan/selection.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { mapBounded } from '../map-bounded.ts';
import { readAudit } from './read-audit.ts';
import { readFleet } from './read-fleet.ts';
import { throwWhatPasses } from './throw-what-passes.ts';

export interface SelectedClusters {
  /** `name` says which of several namesakes it is. */
  readonly clusters: readonly (Pick<Cluster, 'resourceId' | 'powerState'> & { readonly name: string })[];
  /** Resource ids that the file names and Azure does not show. */
  readonly missing: readonly string[];
}

/** The clusters that the stages of a campaign select; null: every cluster that can be seen. */
export async function readSelected(gateways: Gateways, campaign: Campaign | null): Promise<SelectedClusters> {
  const subscriptions = campaign === null ? ['*'] : subscriptionsOf(campaign);
  const fleet = await readFleet(gateways, { subscriptions, images: () => false });
  const stages = campaign === null ? [] : selectStageClusters(campaign, fleet);
  const clusters = campaign === null ? fleet.clusters : stages.flatMap((stage) => stage.clusters);
  const names = uniqueNames(clusters);
  return {
    clusters: clusters.map(({ resourceId, powerState }) => ({
      resourceId,
      powerState,
      name: names.get(resourceKey(resourceId))!,
    })),
    missing: [...new Set(stages.flatMap((stage) => stage.missing))],
  };
}

export type SelectedCluster = SelectedClusters['clusters'][number];

/** Each may hold tens of thousands of objects while it is judged. */
const atATime = 3;

export interface FleetAuditWork<T> {
  /** What is kept of a cluster: nothing else of its reading is. */
  readonly judge: (cluster: SelectedCluster, reading: LiveReading) => T;
  readonly unread: (cluster: SelectedCluster, because: string) => T;
  readonly signal: AbortSignal;
}

/** Reads the clusters, a few at a time; one that cannot be read stops no other. In the order of the clusters. */
export function auditClusters<T>(
  gateways: Pick<Gateways, 'azure' | 'kubernetes'>,
  clusters: readonly SelectedCluster[],
  { judge, unread, signal }: FleetAuditWork<T>,
): Promise<readonly T[]> {
  return mapBounded(clusters, atATime, async (cluster) => {
    const reading = await readOrWhyNot(gateways, cluster, signal);
    // Hundreds of clusters would keep hundreds of connections open.
    gateways.kubernetes.release(cluster.resourceId);
    return typeof reading === 'string' ? unread(cluster, reading) : judge(cluster, reading);
  });
}

/**
 * A sentence: why nothing in the cluster was read. With `isPatient` a FailureError is thrown for what another attempt may read, even
 * where the rest was read.
 */
export async function readOrWhyNot(
  gateways: Pick<Gateways, 'azure' | 'kubernetes'>,
  { resourceId, powerState }: Pick<Cluster, 'resourceId' | 'powerState'>,
  signal: AbortSignal,
  isPatient = false,
): Promise<LiveReading | string> {
  if (powerState === 'Stopped') return 'the cluster is stopped';
  try {
    const reading = await readAudit(gateways, resourceId, signal);
    if (isPatient) throwWhatPasses(reading);
    if (reading.serverMinor !== null) return reading;
    return reading.unread.find(({ part }) => part === 'workloads')?.why ?? 'the API server was not read';
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    if (isPatient && failureRules[error.failure.kind].reaction === 'retry') throw error;
    return error.failure.message;
  }
}
