import { describe, expect, it } from 'vitest';
import { failureKindOf, failureRowOf, failureRows } from '#gateways/azure/client/failure-kinds.ts';

type Case = readonly [code: string | null, status: number | null, message: string, kind: string];

/** What Azure says, as recorded or documented; a status of null: the error of an operation. */
const cases: readonly Case[] = [
  ['Throttled', 429, 'Too many requests', 'throttled'],
  ['TooManyRequests', 429, '', 'throttled'],
  ['TooManyRequestsReceived', 429, '', 'throttled'],
  ['SubscriptionRequestsThrottled', 429, '', 'throttled'],
  ['EtagMismatch', 409, 'Operation is not allowed: etag', 'foreign-change'],
  ['PreconditionFailed', 412, '', 'foreign-change'],
  ['OriginalEtagNotExpect', 409, '', 'foreign-change'],
  ['EtagMismatch', null, '', 'preempted'],
  ['PreconditionFailed', null, '', 'preempted'],
  ['OriginalEtagNotExpect', null, '', 'preempted'],
  ['AnotherOperationInProgress', 429, '', 'busy'],
  ['RetryableError', 429, '', 'azure-unavailable'],
  ['PutManagedClusterAndComponents_FailedPrecondition', 409, '', 'foreign-change'],
  ['AKSOperationPreempted', null, '', 'preempted'],
  ['AKSOperationPreemptedByDelete', null, '', 'preempted'],
  ['OperationPreempted', null, '', 'preempted'],
  ['NotLatestOperation', null, '', 'preempted'],
  ['UpgradeBlockedOnDeprecatedAPIUsage', 400, '', 'deprecated-api-in-use'],
  ['PodDrainFailure', null, '', 'drain-blocked'],
  ['UnsatisfiablePDB', 400, '', 'unsatisfiable-budget'],
  ['UpgradeFailed', null, 'Drain of node aks-np1 failed: Too many Requests', 'drain-blocked'],
  [
    'UpgradeFailed',
    null,
    "Cannot evict pod as it would violate the pod's disruption budget.",
    'drain-blocked',
  ],
  ['UpgradeFailed', null, 'Node did not become ready', 'operation-failed'],
  ['OutboundConnFailVMExtensionError', null, '', 'node-did-not-start'],
  ['VMExtensionProvisioningTimeout', null, '', 'node-did-not-start'],
  ['VMExtensionError_K8SAPIServerDNSLookupFail', null, '', 'node-did-not-start'],
  ['ReconcileStandardLoadBalancerError', 400, '', 'operation-failed'],
  ['ServicePrincipalValidationClientError', 400, '', 'cluster-identity-broken'],
  ['K8sVersionNotSupported', 400, '', 'version-refused'],
  ['AgentPoolK8sVersionNotSupported', 400, '', 'version-refused'],
  ['AgentPoolUpgradeVersionNotAllowed', 400, '', 'version-refused'],
  ['NodePoolMcVersionIncompatible', 400, '', 'version-refused'],
  ['NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged', 400, '', 'version-refused'],
  ['QuotaExceeded', 400, '', 'quota-exceeded'],
  ['ErrCode_InsufficientVCPUQuota', 400, '', 'quota-exceeded'],
  ['PublicIPCountLimitReached', null, '', 'quota-exceeded'],
  ['OperationNotAllowed', 409, 'exceeding approved Total Regional Cores quota', 'quota-exceeded'],
  [
    'OperationNotAllowed',
    400,
    'Upgrading Kubernetes version 1.32.9 to 1.34.1 is not allowed. Available upgrades: [1.33.5].',
    'version-refused',
  ],
  ['OperationNotAllowed', 400, 'Operation is not allowed: managed cluster one is stopped.', 'stopped'],
  ['OperationNotAllowed', 409, 'Another operation (Updating) is in progress, please wait', 'busy'],
  ['OperationNotAllowed', null, 'see https://aka.ms/aks-pending-operation', 'busy'],
  ['SubnetIsFull', 400, '', 'subnet-full'],
  ['InsufficientSubnetSize', 400, '', 'subnet-full'],
  ['SKUNotAvailable', 400, '', 'no-capacity'],
  ['AllocationFailed', null, '', 'no-capacity'],
  ['ZonalAllocationFailed', null, '', 'no-capacity'],
  ['OverconstrainedAllocationRequest', null, '', 'no-capacity'],
  ['OverconstrainedZonalAllocationRequest', null, '', 'no-capacity'],
  ['RequestDisallowedByPolicy', 403, '', 'policy-refused'],
  ['ScopeLocked', 409, '', 'locked'],
  ['ReadOnlyDisabledSubscription', 409, '', 'locked'],
  ['AuthorizationFailed', 403, '', 'not-allowed'],
  ['LinkedAuthorizationFailed', 403, '', 'not-allowed'],
  ['ExpiredAuthenticationToken', 401, '', 'not-signed-in'],
  ['InvalidAuthenticationToken', 401, '', 'not-signed-in'],
  ['InvalidAuthenticationTokenTenant', 401, '', 'not-signed-in'],
  ['AuthenticationFailed', 401, '', 'not-signed-in'],
  ['ResourceNotFound', 404, '', 'not-found'],
  ['ResourceGroupNotFound', 404, '', 'not-found'],
  ['ResourceGroupBeingDeleted', 409, '', 'not-found'],
  ['SubscriptionNotFound', 404, '', 'not-found'],
  ['NotFound', 404, '', 'not-found'],
  ['InternalServerError', 500, '', 'azure-unavailable'],
  ['InternalOperationError', null, '', 'azure-unavailable'],
  ['ServiceUnavailable', 503, '', 'azure-unavailable'],
  ['GatewayTimeout', 504, '', 'azure-unavailable'],
  ['BadRequest', 400, '', 'invalid-request'],
  [null, 401, '', 'not-signed-in'],
  [null, 403, '', 'not-allowed'],
  [null, 404, '', 'not-found'],
  [null, 408, '', 'no-answer'],
  ['Conflict', 409, '', 'busy'],
  [null, 412, '', 'foreign-change'],
  [null, 429, '', 'throttled'],
  [null, 500, '', 'azure-unavailable'],
  [null, 502, '', 'azure-unavailable'],
  [null, 503, '', 'azure-unavailable'],
  [null, 504, '', 'azure-unavailable'],
];

const bare = { subcode: null, detailCodes: [] };
const errorOf = ([code, status, message]: Case) => ({ ...bare, code, status, message });

describe('failureKindOf', () => {
  it.each(cases)('takes %s (%s) "%s" for %s', (...each) => {
    expect(failureKindOf(errorOf(each))).toBe(each[3]);
  });

  it('has a case here for every line of the table', () => {
    const met = new Set(cases.map((each) => failureRowOf(errorOf(each))));
    expect(failureRows.filter((row) => !met.has(row))).toEqual([]);
  });

  it('prefers the finer subcode, and compares without case', () => {
    const error = { ...bare, code: 'ValidationError', status: 400, message: '' };
    expect(failureKindOf({ ...error, subcode: 'upgradeblockedondeprecatedapiusage' })).toBe(
      'deprecated-api-in-use',
    );
  });

  it('finds the cause in the details, where the outer code says nothing', () => {
    const error = { ...bare, code: 'ResourceOperationFailure', status: null, message: '' };
    expect(failureKindOf({ ...error, detailCodes: ['Inner', 'OriginalEtagNotExpect'] })).toBe('preempted');
  });

  it('does not guess about an operation error that it does not know', () => {
    expect(failureKindOf({ ...bare, code: 'SomethingNew', status: null, message: '' })).toBeNull();
  });
});
