import type { PodReading } from '#domain/health/health-reading.ts';
import {
  controllerOf,
  hasCondition,
  instant,
  objectId,
  type RawCondition,
  type RawMetadata,
} from '../client/raw-object.ts';

interface RawContainerStatus {
  readonly restartCount?: number;
  readonly state?: { readonly waiting?: { readonly reason?: string } };
  readonly lastState?: { readonly terminated?: { readonly finishedAt?: string } };
}

export interface RawPod {
  readonly metadata?: RawMetadata;
  readonly spec?: { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly RawCondition[];
    readonly containerStatuses?: readonly RawContainerStatus[];
    readonly initContainerStatuses?: readonly RawContainerStatus[];
  };
}

/** What a pod has to say about health; a few dozen bytes of several thousand. */
export function toPodReading({ metadata = {}, spec, status = {} }: RawPod): PodReading {
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const createdAt = instant(metadata.creationTimestamp);
  const isPending = (status.phase ?? 'Pending') === 'Pending' && metadata.deletionTimestamp === undefined;
  const restartedAt = containers.map((each) => instant(each.lastState?.terminated?.finishedAt));
  const lastRestartAt = Math.max(0, ...restartedAt);
  return {
    owner: ownerOf(metadata),
    node: spec?.nodeName ?? null,
    pendingSince: isPending ? createdAt : null,
    because: isPending ? whyPending(status.conditions, containers) : null,
    createdAt,
    restarts: containers.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    lastRestartAt: lastRestartAt === 0 ? null : lastRestartAt,
    isDisrupted: hasCondition(status.conditions, 'DisruptionTarget', 'True'),
  };
}

/** The deployment behind a replica set is known by its name without the hash of the pod template. */
export function ownerOf(metadata: RawMetadata): string {
  const owner = controllerOf(metadata);
  const { namespace, labels } = metadata;
  if (owner === null) return objectId('Pod', metadata);
  const suffix = `-${labels?.['pod-template-hash'] ?? ''}`;
  if (owner.kind === 'ReplicaSet' && suffix !== '-' && owner.name.endsWith(suffix))
    return objectId('Deployment', { ...metadata, name: owner.name.slice(0, -suffix.length) });
  return objectId(owner.kind, { ...(namespace === undefined ? {} : { namespace }), name: owner.name });
}

function whyPending(
  conditions: readonly RawCondition[] | undefined,
  containers: readonly RawContainerStatus[],
): string | null {
  const unscheduled = conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  const waiting = containers.flatMap(({ state }) => state?.waiting?.reason ?? []);
  return unscheduled?.reason ?? waiting[0] ?? null;
}
