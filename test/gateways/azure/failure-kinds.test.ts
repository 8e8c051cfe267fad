import { describe, expect, it } from 'vitest';
import { failureKindOf, failureRows } from '#gateways/azure/failure-kinds.ts';

type Case = readonly [code: string | null, status: number | null, message: string, kind: string];

/** What Azure says, as recorded or documented; a status of null: the error of an operation. */
const cases: readonly Case[] = [
  ['Throttled', 429, 'Too many requests', 'throttled'],
  ['TooManyRequests', 429, '', 'throttled'],
  ['TooManyRequestsReceived', 429, '', 'throttled'],
  ['SubscriptionRequestsThrottled', 429, '', 'throttled'],
  ['EtagMismatch', 409, 'Operation is not allowed: etag', 'foreign-change'],
  ['PreconditionFailed', 412, '', 'foreign-change'],
  ['OriginalEtagNotExpect', null, '', 'foreign-change'],
  ['PutManagedClusterAndComponents_FailedPrecondition', 409, '', 'foreign-change'],
  ['AKSOperationPreempted', null, '', 'preempted'],
  ['AKSOperationPreemptedByDelete', null, '', 'preempted'],
  ['UpgradeBlockedOnDeprecatedAPIUsage', 400, '', 'deprecated-api-in-use'],
  ['PodDrainFailure', null, '', 'drain-blocked'],
  ['UnsatisfiablePDB', 400, '', 'drain-blocked'],
  ['UpgradeFailed', null, 'Drain of node aks-np1 failed: Too many Requests', 'drain-blocked'],
  [
    'UpgradeFailed',
    null,
    "Cannot evict pod as it would violate the pod's disruption budget.",
    'drain-blocked',
  ],
  ['UpgradeFailed', null, 'Node did not become ready', 'operation-failed'],
  ['K8sVersionNotSupported', 400, '', 'version-refused'],
  ['AgentPoolK8sVersionNotSupported', 400, '', 'version-refused'],
  ['AgentPoolUpgradeVersionNotAllowed', 400, '', 'version-refused'],
  ['NodePoolMcVersionIncompatible', 400, '', 'version-refused'],
  ['NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged', 400, '', 'version-refused'],
  ['QuotaExceeded', 400, '', 'quota-exceeded'],
  ['PublicIPCountLimitReached', null, '', 'quota-exceeded'],
  ['OperationNotAllowed', 409, 'exceeding approved Total Regional Cores quota', 'quota-exceeded'],
  [
    'OperationNotAllowed',
    400,
    'Upgrading Kubernetes version 1.32.9 to 1.34.1 is not allowed. Available upgrades: [1.33.5].',
    'version-refused',
  ],
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
  ['ScopeLocked', 409, '', 'policy-refused'],
  ['AuthorizationFailed', 403, '', 'not-allowed'],
  ['LinkedAuthorizationFailed', 403, '', 'not-allowed'],
  ['ExpiredAuthenticationToken', 401, '', 'not-signed-in'],
  ['InvalidAuthenticationToken', 401, '', 'not-signed-in'],
  ['InvalidAuthenticationTokenTenant', 401, '', 'not-signed-in'],
  ['AuthenticationFailed', 401, '', 'not-signed-in'],
  ['ResourceNotFound', 404, '', 'not-found'],
  ['ResourceGroupNotFound', 404, '', 'not-found'],
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

const kindOf = ([code, status, message]: Case) => failureKindOf({ code, status, message, subcode: null });

describe('failureKindOf', () => {
  it.each(cases)('takes %s (%s) "%s" for %s', (...each) => {
    expect(kindOf(each)).toBe(each[3]);
  });

  it('has a case here for every line of the table', () => {
    const without = failureRows.filter((row) => {
      const others = failureRows.filter((each) => each !== row);
      const matches = (rows: typeof failureRows, [code, status, message]: Case) =>
        rows.find(
          (each) =>
            (each.code === undefined || each.code === code) &&
            (each.status === undefined || each.status === status) &&
            (each.message === undefined || each.message.test(message)),
        );
      return !cases.some((each) => matches(failureRows, each) === row && matches(others, each) !== row);
    });
    expect(without).toEqual([]);
  });

  it('prefers the finer subcode, and compares without case', () => {
    const error = { code: 'ValidationError', status: 400, message: '' };
    expect(failureKindOf({ ...error, subcode: 'upgradeblockedondeprecatedapiusage' })).toBe(
      'deprecated-api-in-use',
    );
  });

  it('does not guess about an operation error that it does not know', () => {
    expect(failureKindOf({ code: 'SomethingNew', subcode: null, status: null, message: '' })).toBeNull();
  });
});
