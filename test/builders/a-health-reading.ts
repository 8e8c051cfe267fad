import type { HealthChecks, HealthPolicy } from '#domain/campaign/health-policy.ts';
import type {
  HealthReading,
  JobReading,
  NodeReading,
  PodReading,
  WorkloadReading,
} from '#domain/health/health-reading.ts';
import type { Rollout } from '#domain/health/workload-rollout.ts';
import type { MetricReading } from '#domain/metric/metric-series.ts';

/** When these readings are taken, unless they say otherwise (ms). */
export const noon = Date.parse('2026-11-20T12:00:00Z');

/** Every check, with the file's defaults; say what differs. */
export function theChecks(over: Partial<HealthChecks> = {}): HealthChecks {
  return {
    nodesReady: true,
    workloadsAvailable: { maxNewlyUnavailable: 0 },
    podsRestarting: { maxNewRestarts: 3 },
    pendingPods: { maxNew: 0, forMs: 5 * 60_000 },
    systemPods: true,
    failedJobs: { maxNew: 0 },
    apiServer: true,
    metrics: [],
    events: true,
    ...over,
  };
}

/** All checks after every step; say what differs. */
export function aHealthPolicy(over: Partial<HealthPolicy> = {}): HealthPolicy {
  return {
    at: ['AfterControlPlane', 'AfterPool', 'DuringSoak', 'AfterCluster'],
    checks: theChecks(),
    settleMs: 2 * 60_000,
    goodReadings: 2,
    ...over,
  };
}

/** A sound cluster of two pools with a node each, and nothing on it; say what is there. */
export function aReading(
  parts: {
    readonly at?: number;
    readonly nodes?: readonly NodeReading[];
    readonly workloads?: readonly WorkloadReading[];
    readonly pods?: readonly PodReading[];
    readonly jobs?: readonly JobReading[];
    readonly apiServer?: readonly string[];
    readonly metrics?: readonly MetricReading[];
    readonly unreadable?: HealthReading['unreadable'];
  } = {},
): HealthReading {
  return {
    at: parts.at ?? noon,
    nodes: { value: parts.nodes ?? [aNode('node-a', 'blue'), aNode('node-b', 'green')] },
    workloads: { value: parts.workloads ?? [] },
    pods: { value: parts.pods ?? [] },
    jobs: { value: parts.jobs ?? [] },
    apiServer: { value: parts.apiServer ?? [] },
    metrics: parts.metrics ?? [],
    unreadable: parts.unreadable ?? [],
  };
}

export function aNode(name: string, pool: string, troubles: readonly string[] = []): NodeReading {
  return { name, pool, isWindows: false, troubles };
}

/** "Deployment shop/web" with all of its pods, made long ago; say what differs. */
export function aWorkload(
  id = 'Deployment shop/web',
  rollout: Partial<Rollout> = {},
  over: Partial<WorkloadReading> = {},
): WorkloadReading {
  return { id, uid: `uid of ${id}`, createdAt: noon - 86_400_000, rollout: aRollout(rollout), ...over };
}

/** Three of three pods, all of them of the newest template; say what differs. */
export function aRollout(over: Partial<Rollout> = {}): Rollout {
  const desired = over.desired ?? 3;
  return {
    generation: 1,
    observedGeneration: over.generation ?? 1,
    desired,
    total: desired,
    updated: desired,
    toUpdate: desired,
    available: desired,
    isOverdue: false,
    ...over,
  };
}

/** A pod of "Deployment shop/web" that has run on node-a for a day; say what differs. */
export function aPod(over: Partial<PodReading> = {}): PodReading {
  return {
    owner: 'Deployment shop/web',
    node: 'node-a',
    pendingSince: null,
    because: null,
    createdAt: noon - 86_400_000,
    restarts: 0,
    lastRestartAt: null,
    isDisrupted: false,
    ...over,
  };
}

export function aJob(over: Partial<JobReading> = {}): JobReading {
  return {
    id: 'Job shop/report-1',
    owner: 'CronJob shop/report',
    createdAt: noon,
    hasFailed: true,
    ...over,
  };
}
