import type { ArmView } from './arm-view.ts';
import type { KubernetesObject } from './kubernetes/api-objects.ts';
import type { NetworkPolicies, NetworkPolicyEngine } from './network-reach/network-policies.ts';
import type { Pod } from './pod-security/pod.ts';
import type { PssLevel } from './pod-security/pss-check.ts';
import type { RbacView } from './rbac/roles.ts';

/** A cluster, or manifests as if they were applied to one, as controls see it. */
export interface AuditedCluster {
  /** Of every namespace but those of the system. */
  readonly workloads: readonly Workload[];
  /** Every namespace but those of the system. */
  readonly namespaces: readonly Namespace[];
  /** null: nobody knows which. */
  readonly engine: NetworkPolicyEngine | null;
  readonly policies: NetworkPolicies;
  readonly rbac: RbacView;
  /** What loads profiles onto nodes may be in any namespace. */
  readonly objects: readonly KubernetesObject[];
  /** null: Azure was not asked. */
  readonly arm: ArmView | null;
  /** The minor to come; null: no upgrade is planned. */
  readonly targetMinor: number | null;
  /** The policy version that pods are judged by. */
  readonly pssMinor: number;
  /** The level that pods have to keep, if one was asked for. */
  readonly pssLevel: PssLevel | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Something that makes pods, or a pod that nothing in the cluster has made. */
export interface Workload {
  /** "Deployment/shop/web" */
  readonly resource: string;
  readonly namespace: Namespace;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly pod: Pod;
  readonly isWindows: boolean;
}

export interface Namespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}
