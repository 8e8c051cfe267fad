import type { DisruptionBudget } from '../drain/disruption-budget.ts';
import type { KubernetesNode } from '../gate/kubernetes-node.ts';
import type { PlacedPod } from './placed-pod.ts';
import type { PreflightCheck } from './preflight-finding.ts';

/** What was read, or why it could not be. */
export type Glimpse<T> = { readonly seen: T } | { readonly lost: Lost };

export interface Lost {
  /** In the other side's words. */
  readonly because: string;
  /** The right that reading it takes. */
  readonly permission: string;
}

/** What a cluster and its surroundings show before anything is touched. A part that nobody asks for is null. */
export interface Beforehand {
  readonly nodes: Glimpse<readonly KubernetesNode[]> | null;
  readonly pods: Glimpse<readonly PlacedPod[]> | null;
  readonly budgets: Glimpse<readonly DisruptionBudget[]> | null;
  /** Replicas that a workload wants, by its id ("Deployment shop/web"). */
  readonly replicas: Glimpse<ReadonlyMap<string, number>> | null;
  readonly webhooks: Glimpse<readonly AdmissionWebhook[]> | null;
  readonly cores: Glimpse<readonly CoreUsage[]> | null;
  /** By id, in lower case. */
  readonly subnets: ReadonlyMap<string, Glimpse<SubnetRoom>>;
}

/** vCPUs of a region: of a family of machine sizes, or of all ("cores"). */
export interface CoreUsage {
  readonly family: string;
  readonly used: number;
  readonly limit: number;
}

export interface SubnetRoom {
  readonly name: string;
  /** Addresses that nobody has. */
  readonly free: number;
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

/** Of which check each part is the eyes. */
export const partsOf: Readonly<Record<Exclude<keyof Beforehand, 'subnets'>, PreflightCheck>> = {
  nodes: 'unhealthyNodes',
  pods: 'drainBlockers',
  budgets: 'drainBlockers',
  replicas: 'drainBlockers',
  webhooks: 'admissionWebhooks',
  cores: 'quota',
};

/** What was seen; `otherwise` for what was lost or not asked for. */
export function seenOr<T>(glimpse: Glimpse<T> | null | undefined, otherwise: T): T {
  return glimpse != null && 'seen' in glimpse ? glimpse.seen : otherwise;
}
