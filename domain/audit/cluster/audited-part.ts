import type { FailureKind } from '../../failure.ts';
import type { Unread } from '../../observation.ts';

/** What controls read of a cluster. Each part has requests of its own, so each may be refused alone. */
export type AuditedPart =
  /** Pods and what makes them. */
  | 'workloads'
  | 'namespaces'
  | 'network-policies'
  | 'rbac'
  /** Ingresses and gateways. */
  | 'ingresses'
  | 'services'
  | 'service-accounts'
  /** DaemonSets with their status, and the profiles of the Security Profiles Operator. */
  | 'daemon-sets'
  | 'nodes'
  /** The API server's own count of requests for deprecated versions. */
  | 'api-usage'
  /** The cluster and its pools as Azure has them. */
  | 'azure-cluster'
  /** What each pool could get: no control needs it, some say more with it. */
  | 'newest-images'
  | 'defender-plan'
  | 'role-assignments'
  | 'diagnostic-settings'
  | 'maintenance-configurations'
  | 'deployment-safeguards';

/** `permission` null: no permission would help. */
export interface UnreadPart extends Unread<string | null> {
  readonly part: AuditedPart;
  /** "Cluster", or the one object that cannot be read: "NetworkPolicy/shop/block". */
  readonly resource: string;
  /** The kind of failure; null: the answer does not have the shape of the API. */
  readonly kind: FailureKind | null;
}

/** A refusal of that length says no more than the right, its scope and who asked. */
const longestRefusal = 80;
const mostRights = 3;

/** "requires permission to list pods: pods is forbidden" */
export function describeUnread({ permission, why, kind }: UnreadPart): string {
  if (permission === null) return why;
  const isRefusal = kind === 'not-allowed' || kind === 'kubernetes-refused';
  return `requires permission to ${permission}${isRefusal && why.length > longestRefusal ? '' : `: ${why}`}`;
}

/** What to do about what could not be read; null: nothing to do. "Grant permission to list pods (docs/permissions.md)." */
export function remedyOfUnread(unread: readonly UnreadPart[]): string | null {
  if (unread.length === 0) return null;
  const rights = [...new Set(unread.flatMap(({ permission }) => permission ?? []))];
  if (rights.length === 0) return 'Make the unreadable part readable, then audit again.';
  const more = rights.length - mostRights;
  const named = [...rights.slice(0, mostRights), ...(more > 0 ? [`${more} more`] : [])];
  return `Grant permission to ${named.join(', ')} (docs/permissions.md).`;
}
