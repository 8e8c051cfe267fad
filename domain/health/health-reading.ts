import type { MetricReading } from '../metric/metric-series.ts';
import type { Observation, UnreadableItem } from '../observation.ts';
import type { Rollout } from './workload-rollout.ts';

/** One read of a cluster, as its API server shows it; instants are ms since the epoch, by the campaign's clock. */
export interface HealthReading {
  readonly at: number;
  readonly nodes: Observation<readonly NodeReading[]>;
  readonly workloads: Observation<readonly WorkloadReading[]>;
  readonly pods: Observation<readonly PodReading[]>;
  readonly jobs: Observation<readonly JobReading[]>;
  /** The server's own checks that fail (/readyz). */
  readonly apiServer: Observation<readonly string[]>;
  /** Each with what is known of it; it says itself what cannot be measured. */
  readonly metrics: readonly MetricReading[];
  /** Single objects of the lists above; the rest of their lists is read. */
  readonly unreadable: readonly UnreadableItem[];
}

export interface NodeReading {
  readonly name: string;
  readonly pool: string;
  readonly isWindows: boolean;
  /** Conditions that are not as they should be: "not ready", "MemoryPressure". */
  readonly troubles: readonly string[];
}

export interface WorkloadReading {
  /** "Deployment shop/web" */
  readonly id: string;
  readonly uid: string;
  readonly createdAt: number;
  readonly rollout: Rollout;
}

export interface PodReading {
  /** Id of the workload that it belongs to; its own where there is none. */
  readonly owner: string;
  readonly node: string | null;
  /** Since when it waits for a node or for its containers; null: it runs, or is done. */
  readonly pendingSince: number | null;
  /** Why a container does not start, or "Unschedulable". */
  readonly because: string | null;
  readonly createdAt: number;
  readonly restarts: number;
  readonly lastRestartAt: number | null;
  /** Ended by a drain, not on its own. */
  readonly isDisrupted: boolean;
}

export interface JobReading {
  /** Id of the job. */
  readonly id: string;
  /** Id of the cron job that made it, or its own. */
  readonly owner: string;
  readonly createdAt: number;
  readonly hasFailed: boolean;
}
