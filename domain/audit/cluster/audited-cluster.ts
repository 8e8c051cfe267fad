import type { ServerUsage } from '../../removal/usage/usage-count.ts';
import type { ArmView } from '../azure/arm-view.ts';
import type { AzureSurroundings } from '../azure/azure-surroundings.ts';
import type { Entrance } from '../exposure/entrances.ts';
import type { LoadBalancer } from '../exposure/load-balancers.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import type { NetworkPolicies, NetworkPolicyEngine } from '../network/network-policies.ts';
import type { Pod } from '../pod-security/pod/pod.ts';
import type { PssLevel } from '../pod-security/pod/pss-check.ts';
import type { RbacView } from '../rbac/roles.ts';
import type { UnreadPart } from './audited-part.ts';
import type { ServiceAccounts } from './service-accounts.ts';

/** A cluster, or manifests as if they were applied to one, as controls see it. */
export interface AuditedCluster {
  /** Of every namespace but those of the system. */
  readonly workloads: readonly Workload[];
  /** Every namespace but those of the system. */
  readonly namespaces: readonly Namespace[];
  /** null: no one knows which. */
  readonly engine: NetworkPolicyEngine | null;
  /** No one named the engine: policies of files are judged by AKS' widest spread one. */
  readonly isEngineAssumed: boolean;
  readonly policies: NetworkPolicies;
  readonly rbac: RbacView;
  readonly serviceAccounts: ServiceAccounts;
  /** Of every namespace but those of the system. */
  readonly entrances: readonly Entrance[];
  /** Of every namespace but those of the system. */
  readonly loadBalancers: readonly LoadBalancer[];
  /** All of them: nodes, and what loads profiles onto them, which may be in any namespace. */
  readonly objects: readonly KubernetesObject[];
  /** null: Azure was not asked. */
  readonly arm: ArmView | null;
  /** The minor to come; null: no upgrade is planned. */
  readonly targetMinor: number | null;
  /** The policy version that pods are judged by. */
  readonly pssMinor: number;
  /** The level that pods have to keep, if one was asked for. */
  readonly pssLevel: PssLevel | null;
  /** Known of live clusters alone; null: manifests are judged. */
  readonly live: LiveFacts | null;
  /** Parts that could not be read, which is not the same as absent. */
  readonly unread: readonly UnreadPart[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface LiveFacts {
  /** Of Kubernetes 1; null: unknown. */
  readonly serverMinor: number | null;
  /** null: not read (then it is among `unread`). */
  readonly usage: ServerUsage | null;
  /** null: Azure was not asked. */
  readonly azure: AzureSurroundings | null;
}

/** Something that makes pods, or a pod that nothing in the cluster has made. */
export interface Workload {
  /** "Deployment/shop/web" */
  readonly resource: string;
  readonly namespace: Namespace;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly pod: Pod;
  readonly isWindows: boolean;
  /** How many pods it wants; null: it is of a kind that wants no number. */
  readonly replicas: number | null;
}

export interface Namespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The namespace default of a live cluster while no pod is in it: not judged, and hardened only if it is named. */
  readonly isUnused?: true;
}
