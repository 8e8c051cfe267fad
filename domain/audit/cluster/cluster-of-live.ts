import { kindName } from '../../kind-name.ts';
import { type ArmView, readArm } from '../azure/arm-view.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, type ShapeProblem, textOf } from '../kubernetes/read-shape.ts';
import { newestPssMinor } from '../pod-security/pod/pss-version.ts';
import { readPod } from '../pod-security/pod/read-pod.ts';
import type { AuditedCluster, Namespace } from './audited-cluster.ts';
import type { AuditedPart, UnreadPart } from './audited-part.ts';
import { type AuditOptions, clusterOfManifests } from './cluster-of-manifests.ts';
import type { LiveReading } from './live-reading.ts';
import { sortPods, variantWorkloads } from './live-variants.ts';
import { engineOf } from './network-engine.ts';

export interface LiveAuditOptions extends Omit<AuditOptions, 'arm' | 'pssMinor'> {
  /** What files say of Azure, where Azure itself was not asked. */
  readonly arm: ArmView | null;
  /** null: the policy of the cluster's own version. */
  readonly pssMinor: number | null;
}

/** A live cluster as controls see it. An object that cannot be parsed counts as unread, never as absent. */
export function clusterOfLive(
  reading: LiveReading,
  { arm: given, engine, pssMinor, ...options }: LiveAuditOptions,
): AuditedCluster {
  const { serverMinor, objects, usage, document, azure, unread } = reading;
  const arm = document === null ? given : readArm([document]);
  const { cluster, unreadable } = clusterOfManifests(objects, {
    ...options,
    arm,
    engine,
    pssMinor: pssMinor ?? serverMinor ?? newestPssMinor,
  });
  const { variants, others } = sortPods(objects);
  const workloads = [...cluster.workloads, ...variantWorkloads(variants, objects, cluster.namespaces)];
  const allUnread = [
    ...unread,
    ...unreadable.map(({ object, problems }) => malformed(partOf(object), object, problems)),
    ...[...others, ...variants.map(({ pod }) => pod)].flatMap(malformedPod),
  ];
  // Every cluster has it; others were made on purpose.
  const isUnused = ({ name }: Namespace) =>
    name === 'default' &&
    !workloads.some(({ namespace }) => namespace.name === name) &&
    !allUnread.some(
      ({ part, resource }) =>
        part === 'workloads' && (!resource.includes('/') || resource.split('/')[1] === name),
    );
  return {
    ...cluster,
    engine: engine ?? engineOf(arm, objects),
    isEngineAssumed: false,
    workloads,
    namespaces: cluster.namespaces.map((each) => (isUnused(each) ? { ...each, isUnused: true } : each)),
    live: { serverMinor, usage, azure },
    unread: allUnread,
  };
}

function partOf({ apiVersion, kind }: KubernetesObject): AuditedPart {
  if (kind === 'Ingress' || kind === 'Gateway') return 'ingresses';
  if (kind === 'Service') return 'services';
  if (kind === 'ServiceAccount') return 'service-accounts';
  return textOf(apiVersion).startsWith('rbac.authorization.k8s.io/') ? 'rbac' : 'network-policies';
}

function malformedPod(object: KubernetesObject): readonly UnreadPart[] {
  const read = readPod(object);
  return read.outcome === 'unreadable' ? [malformed('workloads', object, read.problems)] : [];
}

function malformed(
  part: AuditedPart,
  object: KubernetesObject,
  problems: readonly ShapeProblem[],
): UnreadPart {
  const { name, namespace } = isObject(object.metadata) ? object.metadata : ({} as KubernetesObject);
  const resource = [kindName(object), textOf(namespace), textOf(name)]
    .filter((each) => each !== '')
    .join('/');
  const why = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return { part, resource, permission: null, why, kind: null };
}
