import type { JobReading, WorkloadReading } from '#domain/health/health-reading.ts';
import type { Rollout } from '#domain/health/workload-rollout.ts';
import {
  controllerOf,
  hasCondition,
  instant,
  objectId,
  type RawCondition,
  type RawMetadata,
} from '../client/raw-object.ts';

interface RawStatus {
  readonly conditions?: readonly RawCondition[];
  readonly currentRevision?: string;
  readonly updateRevision?: string;
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly readyReplicas?: number;
  readonly desiredNumberScheduled?: number;
  readonly currentNumberScheduled?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
}

export interface RawWorkload {
  readonly metadata?: RawMetadata;
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly partition?: number };
    };
  };
  readonly status?: RawStatus;
}

type Kind = 'Deployment' | 'StatefulSet' | 'DaemonSet';

/** A workload's counters, each under one name; what its status does not say is 0. */
export function toWorkloadReading(kind: Kind): (found: RawWorkload) => WorkloadReading {
  return (found) => {
    const { metadata = {} } = found;
    return {
      id: objectId(kind, metadata),
      uid: metadata.uid ?? '',
      createdAt: instant(metadata.creationTimestamp),
      rollout: {
        generation: metadata.generation ?? 0,
        observedGeneration: found.status?.observedGeneration ?? 0,
        ...counters[kind](found),
      },
    };
  };
}

type Counted = Omit<Rollout, 'generation' | 'observedGeneration'>;

const counters: Readonly<Record<Kind, (found: RawWorkload) => Counted>> = {
  Deployment({ spec = {}, status = {} }) {
    const { replicas: desired = 1 } = spec;
    const progressing = status.conditions?.find(({ type }) => type === 'Progressing');
    // Once it is done it stays done until its template changes, whatever its pods do.
    const isDone = spec.paused === true || progressing?.reason === 'NewReplicaSetAvailable';
    return {
      desired,
      total: status.replicas ?? 0,
      updated: status.updatedReplicas ?? 0,
      toUpdate: isDone ? null : desired,
      available: status.availableReplicas ?? 0,
      isOverdue: progressing?.reason === 'ProgressDeadlineExceeded',
    };
  },
  StatefulSet({ spec = {}, status = {} }) {
    const { replicas: desired = 1, updateStrategy } = spec;
    const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
    const isDone = updateStrategy?.type === 'OnDelete' || status.currentRevision === status.updateRevision;
    return {
      desired,
      total: status.replicas ?? 0,
      updated: status.updatedReplicas ?? 0,
      toUpdate: isDone ? null : Math.max(0, desired - partition),
      available: status.readyReplicas ?? 0,
      isOverdue: false,
    };
  },
  DaemonSet({ spec = {}, status = {} }) {
    const desired = status.desiredNumberScheduled ?? 0;
    return {
      desired,
      total: status.currentNumberScheduled ?? 0,
      updated: status.updatedNumberScheduled ?? 0,
      toUpdate: spec.updateStrategy?.type === 'OnDelete' ? null : desired,
      available: status.numberAvailable ?? 0,
      isOverdue: false,
    };
  },
};

export interface RawJob {
  readonly metadata?: RawMetadata;
  readonly status?: { readonly conditions?: readonly RawCondition[] };
}

export function toJobReading({ metadata = {}, status }: RawJob): JobReading {
  const id = objectId('Job', metadata);
  const cronJob = controllerOf(metadata);
  return {
    id,
    owner: cronJob === null ? id : objectId(cronJob.kind, { ...metadata, name: cronJob.name }),
    createdAt: instant(metadata.creationTimestamp),
    hasFailed: hasCondition(status?.conditions, 'Failed', 'True'),
  };
}
