import type { LiveReading } from '../../audit/cluster/live-reading.ts';
import type { PreflightCheck } from '../../campaign/preflight-policy.ts';
import type { DisruptionBudget } from '../../drain/disruption-budget.ts';
import type { PlacedPod } from '../../drain/placed-pod.ts';
import type { PlacedVolume } from '../../drain/placed-volume.ts';
import type { KubernetesNode } from '../../fleet/kubernetes-node.ts';
import type { Observation, Unread, UnreadableItem } from '../../observation.ts';
import type { RemovalFinding } from '../../removal/findings/removal-finding.ts';
import type { UsageCount } from '../../removal/usage/usage-count.ts';
import type { EvictionTrial } from './eviction-trial.ts';

/** What a cluster and its surroundings show before anything is touched. A part that no one asks for is null. */
export interface PreflightReadings {
  readonly nodes: Observation<readonly KubernetesNode[], Unread> | null;
  readonly pods: Observation<readonly PlacedPod[], Unread> | null;
  readonly budgets: Observation<readonly DisruptionBudget[], Unread> | null;
  /** Replicas that a workload wants, by its id ("Deployment shop/web"). */
  readonly replicas: Observation<ReadonlyMap<string, number>, Unread> | null;
  /** Persistent volumes that not every node can mount; asked for where pods that are drained have claims. */
  readonly volumes: Observation<readonly PlacedVolume[], Unread> | null;
  readonly webhooks: Observation<readonly AdmissionWebhook[], Unread> | null;
  readonly cores: Observation<readonly CoreUsage[], Unread> | null;
  /** Of the whole subscription. */
  readonly locks: Observation<readonly ResourceLock[], Unread> | null;
  /** Machine sizes that Azure offers in the cluster's region. */
  readonly machines: Observation<readonly MachineOffer[], Unread> | null;
  readonly certificates: Observation<readonly ClusterCertificate[], Unread> | null;
  readonly trials: Observation<readonly EvictionTrial[], Unread> | null;
  readonly removals: Observation<RemovalReading, Unread> | null;
  /** What an audit of the security baseline is made of; it names what could not be read. */
  readonly reading: LiveReading | null;
  /** By id, in lower case. */
  readonly subnets: ReadonlyMap<string, Observation<SubnetRoom, Unread>>;
  /** Single objects of the lists above; the rest of their lists is read. */
  readonly unreadable: readonly UnreadableItem[];
}

/** Who uses what the upgrade removes, as read from a cluster. */
export interface RemovalReading {
  /** The minor of Kubernetes 1 that is looked ahead to. */
  readonly minor: number;
  /** Each object once. */
  readonly findings: readonly RemovalFinding[];
  /** What the next look needs to know of this one. */
  readonly counts: readonly UsageCount[];
}

/** vCPUs of a region: of a family of machine sizes, or of all ("cores"). */
export interface CoreUsage {
  readonly family: string;
  readonly used: number;
  readonly limit: number;
}

export interface SubnetRoom {
  readonly name: string;
  /** Addresses that no one has. */
  readonly free: number;
}

/** A lock of Azure's on a scope and everything below it. */
export interface ResourceLock {
  readonly name: string;
  /** ReadOnly: nothing may be written. CanNotDelete: nothing may be deleted. */
  readonly level: 'ReadOnly' | 'CanNotDelete';
  /** Id of what it was put on: a subscription, a group, a resource. */
  readonly scope: string;
}

/** A machine size in a region, as this subscription may have it. */
export interface MachineOffer {
  /** "Standard_D4s_v5" */
  readonly name: string;
  readonly zones: readonly string[];
  /** Zones in which Azure refuses it to this subscription. */
  readonly refusedZones: readonly string[];
  /** Azure refuses it to this subscription in the whole region. */
  readonly isRefused: boolean;
}

export interface ClusterCertificate {
  readonly of: 'API server' | 'cluster authority';
  /** RFC 3339 UTC. */
  readonly until: string;
  /** How long it was still good for when it was looked at, by the clock of who looked; ms. */
  readonly leftMs: number;
}

/** A webhook that is asked about pods, evictions or nodes and is not to be passed over when it does not answer. */
export interface AdmissionWebhook {
  readonly name: string;
  readonly asked: readonly ('evictions' | 'new pods' | 'new nodes')[];
  /** "shop/guard"; null: it is somewhere outside, by its URL. */
  readonly service: string | null;
  /** Pods behind the service that answer, by their nodes ("" where that is not said); null: not known. */
  readonly answering: readonly string[] | null;
}

/** The checks that read each part, the one that needs it most first. */
export const partsOf: Readonly<
  Record<Exclude<keyof PreflightReadings, 'subnets' | 'reading' | 'unreadable'>, readonly PreflightCheck[]>
> = {
  nodes: ['unhealthyNodes', 'versionSkew', 'drainBlockers', 'dryRunEvictions', 'admissionWebhooks'],
  pods: ['drainBlockers', 'dryRunEvictions'],
  budgets: ['drainBlockers', 'dryRunEvictions'],
  replicas: ['drainBlockers'],
  volumes: ['drainBlockers'],
  webhooks: ['admissionWebhooks'],
  cores: ['quota'],
  locks: ['resourceLocks'],
  machines: ['availabilityZones'],
  certificates: ['certificates'],
  trials: ['dryRunEvictions'],
  removals: ['removedApis'],
};

/** The part that each list belongs to. */
export const partOfList: Readonly<Record<string, keyof typeof partsOf>> = {
  nodes: 'nodes',
  pods: 'pods',
  poddisruptionbudgets: 'budgets',
  deployments: 'replicas',
  statefulsets: 'replicas',
  daemonsets: 'replicas',
  persistentvolumes: 'volumes',
  validatingwebhookconfigurations: 'webhooks',
  mutatingwebhookconfigurations: 'webhooks',
  endpointslices: 'webhooks',
};
