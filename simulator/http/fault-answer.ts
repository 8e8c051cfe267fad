import { ArmError, gatewayError, providerError } from '../arm/request/arm-error.ts';
import type { RequestTarget } from '../faults/fault-board.ts';
import type { Fault } from '../faults/fault-catalogue.ts';

type Answer = (path: string, origin: string) => ArmError;

/** Faults that need nothing of their own for their answer. */
const answers: Partial<Record<Fault['kind'], Answer>> = {
  deny: (path) =>
    gatewayError(
      403,
      'AuthorizationFailed',
      `The client does not have authorization to perform action on '${path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    ),
  challenge: (_, origin) => challenge(origin),
  policy: disallowed,
  'scope-locked': (path) =>
    gatewayError(
      409,
      'ScopeLocked',
      `The scope '${path}' cannot perform write operation because following scope(s) are locked: '${groupOf(path)}'. Please remove the lock and try again.`,
    ),
  'etag-mismatch': () =>
    providerError(
      409,
      'EtagMismatch',
      'Operation is not allowed: the resource was changed by another request. Please read it again and retry.',
      'PutManagedClusterAndComponents_FailedPrecondition',
    ),
};

/** The answer in place of the request's own; undefined where the fault does something else. */
export function faultAnswer(fault: Fault, { path }: RequestTarget, origin: string): ArmError | undefined {
  if (fault.kind === 'throttle') return throttled(fault.retryAfterSeconds);
  if (fault.kind !== 'error-answer') return answers[fault.kind]?.(path, origin);
  const { status, code, message, subcode } = fault;
  return fault.envelope === 'flat'
    ? providerError(status, code, message, subcode)
    : gatewayError(status, code, message);
}

function throttled(retryAfterSeconds: number | null): ArmError {
  const headers: Record<string, string> =
    retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
  return gatewayError(
    429,
    'SubscriptionRequestsThrottled',
    'Number of requests for the subscription exceeded the limit. Please try again later.',
    headers,
  );
}

/** Continuous access evaluation: the token is good no more, a new one has to carry these claims. */
function challenge(origin: string): ArmError {
  const claims = { access_token: { nbf: { essential: true, value: String(Math.floor(Date.now() / 1000)) } } };
  const encoded = Buffer.from(JSON.stringify(claims)).toString('base64');
  const message =
    'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp';
  return gatewayError(401, 'ExpiredAuthenticationToken', message, {
    'www-authenticate': `Bearer realm="", authorization_uri="${origin}/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`,
  });
}

function disallowed(path: string): ArmError {
  const target = path.split('/').at(-1) ?? '';
  const error = {
    code: 'RequestDisallowedByPolicy',
    target,
    message: `Resource '${target}' was disallowed by policy. Policy identifiers: '[{"policyAssignment":{"name":"simulated policy"}}]'.`,
    additionalInfo: [{ type: 'PolicyViolation', info: { policyAssignmentName: 'simulated policy' } }],
  };
  return new ArmError(403, error.code, { error }, { 'x-ms-failure-cause': 'gateway' });
}

function groupOf(path: string): string {
  return path.split('/').slice(0, 5).join('/');
}
