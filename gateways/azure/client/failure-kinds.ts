import type { FailureKind } from '#domain/failure.ts';
import type { AzureError } from './error-body.ts';

/** One line of the table: every condition given must hold; the first line that fits decides. */
export interface FailureRow {
  /** Azure's code, subcode or the code of a detail, compared without case; `*` stands for anything. */
  readonly code?: string;
  /** null: only as the error of an operation. */
  readonly status?: number | null;
  readonly message?: RegExp;
  readonly kind: FailureKind;
}

const budgets = /drain|evict|disruption budget|\bPDB\b/i;

/**
 * From Azure's errors to ours. Codes come before statuses, because the same code arrives as an answer or as
 * the error of an operation. Sources: AKS troubleshooting pages, ARM error codes, recorded traffic.
 */
export const failureRows: readonly FailureRow[] = [
  { code: 'Throttled', kind: 'throttled' },
  { code: 'TooManyRequests', kind: 'throttled' },
  { code: 'TooManyRequestsReceived', kind: 'throttled' },
  { code: 'SubscriptionRequestsThrottled', kind: 'throttled' },

  { code: 'AnotherOperationInProgress', kind: 'busy' },
  { code: 'RetryableError', kind: 'azure-unavailable' },

  { code: 'EtagMismatch', status: null, kind: 'preempted' },
  { code: 'PreconditionFailed', status: null, kind: 'preempted' },
  { code: 'OriginalEtagNotExpect', status: null, kind: 'preempted' },
  { code: 'EtagMismatch', kind: 'foreign-change' },
  { code: 'PreconditionFailed', kind: 'foreign-change' },
  { code: 'OriginalEtagNotExpect', kind: 'foreign-change' },
  { code: 'PutManagedClusterAndComponents_FailedPrecondition', kind: 'foreign-change' },

  { code: 'AKSOperationPreempted', kind: 'preempted' },
  { code: 'AKSOperationPreemptedByDelete', kind: 'preempted' },
  { code: 'OperationPreempted', kind: 'preempted' },
  { code: 'NotLatestOperation', kind: 'preempted' },

  { code: 'UpgradeBlockedOnDeprecatedAPIUsage', kind: 'deprecated-api-in-use' },
  { code: 'PodDrainFailure', kind: 'drain-blocked' },
  { code: 'UnsatisfiablePDB', kind: 'unsatisfiable-budget' },
  { code: 'UpgradeFailed', message: budgets, kind: 'drain-blocked' },
  { code: 'UpgradeFailed', kind: 'operation-failed' },
  { code: '*VMExtension*', kind: 'node-did-not-start' },
  { code: 'Reconcile*', kind: 'operation-failed' },
  { code: 'ServicePrincipal*', kind: 'cluster-identity-broken' },

  { code: 'K8sVersionNotSupported', kind: 'version-refused' },
  { code: 'AgentPoolK8sVersionNotSupported', kind: 'version-refused' },
  { code: 'AgentPoolUpgradeVersionNotAllowed', kind: 'version-refused' },
  { code: 'NodePoolMcVersionIncompatible', kind: 'version-refused' },
  { code: 'NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged', kind: 'version-refused' },

  { code: 'QuotaExceeded', kind: 'quota-exceeded' },
  { code: '*InsufficientVCPUQuota', kind: 'quota-exceeded' },
  { code: 'PublicIPCountLimitReached', kind: 'quota-exceeded' },
  { code: 'OperationNotAllowed', message: /quota|\bcores\b/i, kind: 'quota-exceeded' },
  {
    code: 'OperationNotAllowed',
    message: /upgrad\w* .*not allowed|available upgrades/i,
    kind: 'version-refused',
  },
  { status: 400, message: /\bcluster\b.*\bstopped\b/i, kind: 'stopped' },
  { code: 'OperationNotAllowed', status: 409, kind: 'busy' },
  { code: 'OperationNotAllowed', message: /in progress|pending-operation/i, kind: 'busy' },

  { code: 'SubnetIsFull', kind: 'subnet-full' },
  { code: 'InsufficientSubnetSize', kind: 'subnet-full' },
  { code: 'SKUNotAvailable', kind: 'no-capacity' },
  { code: 'AllocationFailed', kind: 'no-capacity' },
  { code: 'ZonalAllocationFailed', kind: 'no-capacity' },
  { code: 'OverconstrainedAllocationRequest', kind: 'no-capacity' },
  { code: 'OverconstrainedZonalAllocationRequest', kind: 'no-capacity' },

  { code: 'RequestDisallowedByPolicy', kind: 'policy-refused' },
  { code: 'ScopeLocked', kind: 'locked' },
  { code: 'ReadOnlyDisabledSubscription', kind: 'locked' },
  { code: 'AuthorizationFailed', kind: 'not-allowed' },
  { code: 'LinkedAuthorizationFailed', kind: 'not-allowed' },
  { code: 'ExpiredAuthenticationToken', kind: 'not-signed-in' },
  { code: 'InvalidAuthenticationToken', kind: 'not-signed-in' },
  { code: 'InvalidAuthenticationTokenTenant', kind: 'not-signed-in' },
  { code: 'AuthenticationFailed', kind: 'not-signed-in' },

  { code: 'ResourceNotFound', kind: 'not-found' },
  { code: 'ResourceGroupNotFound', kind: 'not-found' },
  { code: 'ResourceGroupBeingDeleted', kind: 'not-found' },
  { code: 'SubscriptionNotFound', kind: 'not-found' },
  { code: 'NotFound', kind: 'not-found' },

  { code: 'InternalServerError', kind: 'azure-unavailable' },
  { code: 'InternalOperationError', kind: 'azure-unavailable' },
  { code: 'ServiceUnavailable', kind: 'azure-unavailable' },
  { code: 'GatewayTimeout', kind: 'azure-unavailable' },

  { status: 400, kind: 'invalid-request' },
  { status: 401, kind: 'not-signed-in' },
  { status: 403, kind: 'not-allowed' },
  { status: 404, kind: 'not-found' },
  { status: 408, kind: 'no-answer' },
  { status: 409, kind: 'busy' },
  { status: 412, kind: 'foreign-change' },
  { status: 429, kind: 'throttled' },
  { status: 500, kind: 'azure-unavailable' },
  { status: 502, kind: 'azure-unavailable' },
  { status: 503, kind: 'azure-unavailable' },
  { status: 504, kind: 'azure-unavailable' },
];

/** An error of Azure's; `status` is null for the error of an operation. */
interface ClassifiedError extends AzureError {
  readonly status: number | null;
}

/** What an error is to us; null when no line knows it. */
export function failureKindOf(error: ClassifiedError): FailureKind | null {
  return failureRowOf(error)?.kind ?? null;
}

/** The line that decides about an error. */
export function failureRowOf(error: ClassifiedError): FailureRow | undefined {
  const codes = [error.subcode, error.code, ...error.detailCodes].filter((each) => each !== null);
  return failureRows.find(
    ({ code, status, message }) =>
      (code === undefined || codes.some((each) => matchesCode(code, each))) &&
      (status === undefined || status === error.status) &&
      (message === undefined || message.test(error.message)),
  );
}

function matchesCode(pattern: string, code: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const asked = code.toLowerCase();
  if (parts.length === 1) return asked === parts[0];
  return (
    asked.startsWith(parts[0]!) &&
    asked.endsWith(parts.at(-1)!) &&
    parts.every((each) => asked.includes(each))
  );
}
