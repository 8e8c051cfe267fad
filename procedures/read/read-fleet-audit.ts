import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { mapBounded } from '../map-bounded.ts';
import { readAudit } from './read-audit.ts';

/** Each may hold tens of thousands of objects while it is judged. */
const atATime = 3;

export interface FleetAuditWork<T> {
  /** What is kept of a cluster: nothing else of its reading is. */
  readonly judge: (cluster: Cluster, reading: LiveReading) => T;
  readonly unread: (cluster: Cluster, because: string) => T;
  readonly signal: AbortSignal;
}

/** Reads the clusters, a few at a time; one that cannot be read stops no other. In the order of the clusters. */
export function auditClusters<T>(
  gateways: Pick<Gateways, 'azure' | 'kubernetes'>,
  clusters: readonly Cluster[],
  { judge, unread, signal }: FleetAuditWork<T>,
): Promise<readonly T[]> {
  return mapBounded(clusters, atATime, async (cluster) => {
    const reading = await readOrWhyNot(gateways, cluster, signal);
    return typeof reading === 'string' ? unread(cluster, reading) : judge(cluster, reading);
  });
}

/** A sentence: why nothing in the cluster was read. */
async function readOrWhyNot(
  gateways: Pick<Gateways, 'azure' | 'kubernetes'>,
  { resourceId, powerState }: Pick<Cluster, 'resourceId' | 'powerState'>,
  signal: AbortSignal,
): Promise<LiveReading | string> {
  if (powerState === 'Stopped') return 'the cluster is stopped';
  try {
    const reading = await readAudit(gateways, resourceId, signal);
    if (reading.serverMinor !== null) return reading;
    return reading.unread.find(({ part }) => part === 'workloads')?.why ?? 'the API server was not read';
  } catch (error) {
    if (error instanceof FailureError) return error.failure.message;
    throw error;
  } finally {
    gateways.kubernetes.release(resourceId);
  }
}
