import type { FailureKind } from '../../failure.ts';

/** What of a cluster controls look at. Each part is read by requests of its own, and may be refused by itself. */
export type AuditedPart =
  /** Pods and what makes them. */
  | 'workloads'
  | 'namespaces'
  | 'network-policies'
  | 'rbac'
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

/** Something that was asked for and not told. */
export interface UnreadPart {
  readonly part: AuditedPart;
  /** "Cluster", or the one object that cannot be read: "NetworkPolicy/shop/block". */
  readonly resource: string;
  /** The right that reading it takes: "list pods", an action of Azure's; null: no right would help. */
  readonly permission: string | null;
  readonly why: string;
  /** Why, as failures are told apart; null: what came is not what the API says. */
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

/** What to do about what was not told; null: all was. "Grant permission to list pods (docs/permissions.md)." */
export function remedyOfUnread(unread: readonly UnreadPart[]): string | null {
  if (unread.length === 0) return null;
  const rights = [...new Set(unread.flatMap(({ permission }) => permission ?? []))];
  if (rights.length === 0) return 'Make the unreadable part readable, then audit again.';
  const more = rights.length - mostRights;
  const named = [...rights.slice(0, mostRights), ...(more > 0 ? [`${more} more`] : [])];
  return `Grant permission to ${named.join(', ')} (docs/permissions.md).`;
}
