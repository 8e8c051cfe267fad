import type { ArmView } from '../azure/arm-view.ts';
import { readEntrances } from '../exposure/entrances.ts';
import { readLoadBalancers } from '../exposure/load-balancers.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import type { UnreadableObject } from '../kubernetes/object-reader.ts';
import { textOf } from '../kubernetes/read-shape.ts';
import { type NetworkPolicyEngine, readNetworkPolicies } from '../network/network-policies.ts';
import type { PssLevel } from '../pod-security/pod/pss-check.ts';
import { makesPods, standsForPods } from '../pod-security/pod/read-pod.ts';
import { readRbac } from '../rbac/rbac-view.ts';
import type { AuditedCluster, Namespace } from './audited-cluster.ts';
import { gatheringNamespaces } from './audited-namespaces.ts';
import { engineOf } from './network-engine.ts';
import { readServiceAccounts } from './service-accounts.ts';
import { isSystemNamespace } from './system-namespaces.ts';
import { gatheringWorkloads } from './workloads.ts';

export interface AuditOptions {
  readonly arm: ArmView | null;
  /** null: as Azure says. */
  readonly engine: NetworkPolicyEngine | null;
  readonly targetMinor: number | null;
  readonly pssMinor: number;
  readonly pssLevel: PssLevel | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The cluster that these objects would make if all of them were applied to one, and the policies, roles and bindings that no API server would take. */
export function clusterOfManifests(
  objects: readonly KubernetesObject[],
  options: AuditOptions,
): GatheredCluster {
  const gathering = gatheringCluster();
  objects.forEach(gathering.add);
  return gathering.cluster(options);
}

interface GatheredCluster {
  readonly cluster: AuditedCluster;
  readonly unreadable: readonly UnreadableObject[];
}

/** Objects are added one by one; of those that are judged as workloads nothing else is kept. */
export function gatheringCluster() {
  const workloads = gatheringWorkloads();
  const namespaces = gatheringNamespaces();
  const objects: KubernetesObject[] = [];
  const add = (object: KubernetesObject): void => {
    namespaces.add(object);
    if (standsForPods(object)) workloads.add(object);
    if (isReadItself(object)) objects.push(object);
  };
  const cluster = ({ engine, arm, ...options }: AuditOptions): GatheredCluster => {
    const isOfUsers = ({ name, labels }: Namespace) => !isSystemNamespace(name, labels);
    const { policies, unreadable } = readNetworkPolicies(objects);
    const { rbac, unreadable: unreadableRbac } = readRbac(objects);
    const { entrances, unreadable: unreadableEntrances } = readEntrances(objects);
    const { loadBalancers, unreadable: unreadableServices } = readLoadBalancers(objects);
    const { serviceAccounts, unreadable: unreadableAccounts } = readServiceAccounts(objects);
    const namespaceOf = (name: string) => namespaces.found.get(name) ?? { name, labels: {} };
    const named = engine ?? engineOf(arm, objects);
    const isUnnamed = named === null && (arm === null || arm.cluster === null);
    return {
      cluster: {
        ...options,
        arm,
        engine: named ?? (isUnnamed ? 'calico' : null),
        isEngineAssumed: isUnnamed,
        workloads: workloads.found(namespaceOf).filter(({ namespace }) => isOfUsers(namespace)),
        namespaces: [...namespaces.found.values()].filter(isOfUsers),
        policies,
        rbac,
        serviceAccounts,
        entrances: entrances.filter(({ namespace }) => isOfUsers(namespaceOf(namespace))),
        loadBalancers: loadBalancers.filter(({ namespace }) => isOfUsers(namespaceOf(namespace))),
        objects,
        live: null,
        unread: [],
      },
      unreadable: [
        ...unreadable,
        ...unreadableRbac,
        ...unreadableEntrances,
        ...unreadableServices,
        ...unreadableAccounts,
      ],
    };
  };
  return { add, cluster };
}

/** Not what is judged as a workload; daemon sets are also what loads profiles and reboots nodes. */
function isReadItself({ apiVersion, kind }: KubernetesObject): boolean {
  return kind === 'DaemonSet' || !makesPods(textOf(apiVersion), textOf(kind));
}
