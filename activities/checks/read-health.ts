import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { HealthChecks } from '#domain/campaign/health-policy.ts';
import { FailureError } from '#domain/failure-error.ts';
import { type HealthPart, neededParts } from '#domain/health/find-health-issues.ts';
import type { HealthReading } from '#domain/health/health-reading.ts';
import type { Observation, UnreadableItem } from '#domain/observation.ts';
import type { Work } from '#gateways/kubernetes/client/cluster-client.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

/** A cluster's health as it reports it. */
export type ClusterReading = Omit<HealthReading, 'metrics'>;

export interface HealthInput extends PacedInput {
  readonly resourceId: string;
  /** Between two readings; campaign time (ms), but never less than `pollFloorMs` real. */
  readonly pollMs: number;
  readonly pollFloorMs: number;
}

/** The cluster's health as it may be read now; every request is a heartbeat, and ends with the activity. */
export function healthOf(
  gateways: Gateways,
  { resourceId }: HealthInput,
  onUnreadable?: Work['onUnreadable'],
) {
  return gateways.kubernetes.health(resourceId, {
    signal: cancellationSignal(),
    onRequest: () => heartbeat(),
    ...(onUnreadable && { onUnreadable }),
  });
}

/**
 * Reads the parts that the checks need, in parallel. `onLost`: what to do with one that cannot be read: "throw"
 * or "keep" it as lost.
 */
export async function readHealth(
  gateways: Gateways,
  input: HealthInput,
  checks: HealthChecks,
  onLost: 'throw' | 'keep',
): Promise<ClusterReading> {
  const unreadable: UnreadableItem[] = [];
  const health = healthOf(gateways, input, (item) => unreadable.push(item));
  const needed = neededParts(checks);
  const read = async <T>(
    part: HealthPart,
    ask: () => Promise<readonly T[]>,
  ): Promise<Observation<readonly T[]>> => {
    if (!needed.has(part)) return { value: [] };
    try {
      return { value: await ask() };
    } catch (thrown) {
      const isKept = onLost === 'keep' && thrown instanceof FailureError && !cancellationSignal().aborted;
      if (!isKept) throw thrown;
      return { unread: thrown.failure.message };
    }
  };
  const [nodes, workloads, pods, jobs, apiServer] = await Promise.all([
    read('nodes', () => health.nodes()),
    read('workloads', () => health.workloads()),
    read('pods', () => health.pods()),
    read('jobs', () => health.jobs()),
    read('apiServer', () => health.apiServer()),
  ]);
  return { at: campaignNow(input.pace), nodes, workloads, pods, jobs, apiServer, unreadable };
}
