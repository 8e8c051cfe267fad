import { valueOr } from '../observation.ts';
import type { Trouble } from './health-issue.ts';
import type { HealthReading, PodReading, WorkloadReading } from './health-reading.ts';

/** What pods, workloads and nodes of one reading say of each other. */
export interface Owners {
  readonly podsOf: ReadonlyMap<string, readonly PodReading[]>;
  /** What a trouble of this owner has to do with pools and with the workload's own changes. */
  about(owner: string): Pick<Trouble, 'pools' | 'revision' | 'createdAt'>;
}

export function readOwners(reading: HealthReading): Owners {
  const poolOf = new Map(valueOr(reading.nodes, []).map(({ name, pool }) => [name, pool]));
  const workloads = new Map(valueOr(reading.workloads, []).map((workload) => [workload.id, workload]));
  const podsOf = Map.groupBy(valueOr(reading.pods, []), ({ owner }) => owner);
  return {
    podsOf,
    about(owner) {
      const workload = workloads.get(owner);
      return {
        pools: poolsOfPods(podsOf.get(owner) ?? [], poolOf),
        revision: workload === undefined ? null : revisionOf(workload),
        createdAt: workload?.createdAt ?? null,
      };
    },
  };
}

export function revisionOf({ uid, rollout }: WorkloadReading): string {
  return `${uid}@${rollout.generation}`;
}

/** Without pods, or with one that has no node yet, it may be missing on any pool. */
function poolsOfPods(
  pods: readonly PodReading[],
  poolOf: ReadonlyMap<string, string>,
): readonly string[] | null {
  const pools = pods.map(({ node }) => (node === null ? undefined : poolOf.get(node)));
  return pools.length > 0 && pools.every((pool) => pool !== undefined) ? [...new Set(pools)] : null;
}
