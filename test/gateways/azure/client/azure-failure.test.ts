import { describe, expect, it } from 'vitest';
import { type FailureKind, failureRules } from '#domain/failure.ts';
import { failureOfAnswer } from '#gateways/azure/client/azure-failure.ts';
import { reading } from '#gateways/azure/operations/read-operation.ts';

/** As the AKS provider answers. */
const flat = (code: string, message: string, subcode = '') =>
  JSON.stringify({ code, details: null, message, subcode });
/** As ARM's gateway answers. */
const enveloped = (code: string, message: string, details?: readonly object[]) =>
  JSON.stringify({ error: { code, message, ...(details && { details }) } });
const noHeader = () => undefined;

const busyText =
  'Operation is not allowed: Another operation (np - Upgrading) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details';
const drainText =
  'Drain node aks-np-12345678-vmss000001 failed when evicting pod shop/cart-0 failed with Too Many Requests error. This is often caused by a restrictive Pod Disruption Budget (PDB) policy. PDB debug info: shop/cart-0 blocked by pdb cart with 0 unready pods.';

describe('an answer of Azure', () => {
  it.each<[string, number, string, FailureKind]>([
    ['another operation, flat', 409, flat('OperationNotAllowed', busyText), 'busy'],
    [
      'a skipped minor, flat',
      400,
      flat(
        'OperationNotAllowed',
        'Upgrading Kubernetes version 1.32.9 to 1.34.1 is not allowed. Available upgrades: [1.33.5].',
      ),
      'version-refused',
    ],
    [
      'a deprecated API, its subcode',
      400,
      flat(
        'ValidationError',
        'Control plane upgrade is blocked due to recent usage of a Kubernetes API',
        'UpgradeBlockedOnDeprecatedAPIUsage',
      ),
      'deprecated-api-in-use',
    ],
    [
      'a lost race, its subcode',
      409,
      flat('Conflict', 'changed', 'PutManagedClusterAndComponents_FailedPrecondition'),
      'foreign-change',
    ],
    ['an If-Match that does not match', 412, enveloped('PreconditionFailed', 'no'), 'foreign-change'],
    ['a stopped cluster', 400, flat('OperationNotAllowed', 'managed cluster one is stopped'), 'stopped'],
    ["the provider's limit", 429, flat('Throttled', 'The request has been throttled'), 'throttled'],
    ["ARM's limit", 429, enveloped('SubscriptionRequestsThrottled', 'Number of requests'), 'throttled'],
    ['quota, flat', 400, flat('QuotaExceeded', 'Insufficient regional vcpu quota left'), 'quota-exceeded'],
    [
      'quota by its old code',
      409,
      enveloped('OperationNotAllowed', 'exceeding approved Total Regional Cores quota'),
      'quota-exceeded',
    ],
    ['a subnet', 400, flat('InsufficientSubnetSize', 'Pre-allocated IPs 93 exceeds 31'), 'subnet-full'],
    ['no machines', 409, enveloped('SkuNotAvailable', 'not available in location westeurope'), 'no-capacity'],
    ['a budget before the upgrade', 400, flat('UnsatisfiablePDB', 'pdb'), 'unsatisfiable-budget'],
    [
      'a policy',
      403,
      enveloped('RequestDisallowedByPolicy', "Resource 'one' was disallowed by policy."),
      'policy-refused',
    ],
    ['a lock', 409, enveloped('ScopeLocked', 'following scope(s) are locked'), 'locked'],
    ['a right', 403, enveloped('AuthorizationFailed', 'does not have authorization'), 'not-allowed'],
    [
      'the right to join a subnet',
      403,
      enveloped('LinkedAuthorizationFailed', 'subnets/join/action'),
      'not-allowed',
    ],
    [
      'a revoked token',
      401,
      enveloped('ExpiredAuthenticationToken', 'Continuous access evaluation'),
      'not-signed-in',
    ],
    ['a pool that is gone, flat', 404, flat('NotFound', 'Agent Pool np not found.'), 'not-found'],
    ['a cluster that is gone', 404, enveloped('ResourceNotFound', 'was not found'), 'not-found'],
    [
      'an internal error, flat',
      500,
      flat('InternalOperationError', 'Internal server error'),
      'azure-unavailable',
    ],
    ['a gateway without JSON', 502, '<html>Bad gateway</html>', 'azure-unavailable'],
    ['an empty body', 503, '', 'azure-unavailable'],
    [
      'a cause inside',
      400,
      enveloped('ResourceOperationFailure', 'ended Failed', [{ code: 'SubnetIsFull', message: 'full' }]),
      'subnet-full',
    ],
    ['an unknown code, 400', 400, flat('SomethingNew', 'new'), 'invalid-request'],
    ['an unknown status', 418, 'teapot', 'unclassified'],
  ])('that says %s (%s) is known by its body', (_, status, body, kind) => {
    expect(failureOfAnswer(status, body, noHeader)).toMatchObject({ kind });
  });

  it('keeps what Azure asked to wait, and its words', () => {
    const header = (name: string) => (name.toLowerCase() === 'retry-after' ? '7' : undefined);
    expect(failureOfAnswer(429, flat('Throttled', 'slow down'), header)).toEqual({
      kind: 'throttled',
      code: 'Throttled',
      message: 'slow down',
      retryAfterMs: 7_000,
    });
  });
});

describe('an operation of Azure', () => {
  it.each<[string, string, object, FailureKind]>([
    ['a blocked drain', 'Failed', { code: 'UpgradeFailed', message: drainText }, 'drain-blocked'],
    ['another cause', 'Failed', { code: 'UpgradeFailed', message: 'Node is not ready' }, 'operation-failed'],
    ['preemption', 'Failed', { code: 'AKSOperationPreempted', message: 'by 1234' }, 'preempted'],
    ['a newer one', 'Failed', { code: 'NotLatestOperation', message: 'newer' }, 'preempted'],
    [
      'a race, inside',
      'Failed',
      {
        code: 'ResourceOperationFailure',
        message: 'm',
        details: [{ code: 'OriginalEtagNotExpect', message: 'd' }],
      },
      'preempted',
    ],
    ['quota', 'Failed', { code: 'QuotaExceeded', message: 'm' }, 'quota-exceeded'],
    ['a full subnet', 'Failed', { code: 'SubnetIsFull', message: 'm' }, 'subnet-full'],
    ['no machines', 'Failed', { code: 'ZonalAllocationFailed', message: 'm' }, 'no-capacity'],
    [
      'a node without a way out',
      'Failed',
      { code: 'OutboundConnFailVMExtensionError', message: 'm' },
      'node-did-not-start',
    ],
    ['an internal error', 'Failed', { code: 'InternalOperationError', message: 'm' }, 'operation-failed'],
    ['throttling', 'Failed', { code: 'TooManyRequests', message: 'm' }, 'operation-failed'],
    ['a conflict', 'Failed', { code: 'OperationNotAllowed', message: busyText }, 'operation-failed'],
    ['nothing', 'Failed', {}, 'operation-failed'],
    ['that it was canceled', 'Canceled', { code: 'OperationCanceled', message: 'm' }, 'operation-canceled'],
    ['that it was cancelled', 'Cancelled', {}, 'operation-canceled'],
  ])('that ends with %s (%s) is known by its error', (_, status, error, kind) => {
    const end = reading(status, { ...error });
    expect(end).toMatchObject({ failure: { kind } });
    expect(['ask', 'stop']).toContain(failureRules[kind].reaction);
  });

  it.each([
    ['InProgress', { code: 'NotLatestOperation', message: 'm' }],
    ['RollingUpgradeUpgradingNodes: 1/3 nodes completed; 1 errors', {}],
    ['RollingUpgradeUpgradingNodes: 1 nodes failed; retrying', {}],
    ['SomethingNobodyKnows', {}],
  ])('in the state "%s" runs', (status, error) => {
    expect(reading(status, error)).toMatchObject({ state: 'running', progress: status });
  });
});
