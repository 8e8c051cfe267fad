import type { JsonObject } from '../../values/json-value.ts';

/**
 * A refusal. The resource provider answers flat `{code, details, message, subcode}`, the gateway in front of it
 * `{error: {code, message}}`.
 */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;

  constructor(
    status: number,
    code: string,
    body: JsonObject,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${code} (${status})`);
    this.status = status;
    this.code = code;
    this.body = body;
    this.headers = headers;
  }
}

/** An error of the resource provider. */
export function providerError(status: number, code: string, message: string, subcode = ''): ArmError {
  return new ArmError(status, code, { code, details: null, message, subcode });
}

/** An error of ARM's gateway. */
export function gatewayError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ArmError {
  const body = { error: { code, message } };
  return new ArmError(status, code, body, { 'x-ms-failure-cause': 'gateway', ...headers });
}

/** 429 in the form of whose limit is reached: flat from the resource provider, enveloped from ARM. */
export function limitReached(refusal: {
  readonly by: 'provider' | 'arm';
  readonly retryAfterSeconds: number;
}): ArmError {
  const headers = { 'retry-after': String(refusal.retryAfterSeconds) };
  if (refusal.by === 'arm') {
    const message = 'Number of requests for the subscription exceeded the limit. Please try again later.';
    return gatewayError(429, 'SubscriptionRequestsThrottled', message, headers);
  }
  const message = `The request is being throttled as the limit has been reached for operation type. Please retry after ${refusal.retryAfterSeconds} seconds. For more information, see https://aka.ms/aks/throttling`;
  return new ArmError(429, 'Throttled', { code: 'Throttled', details: null, message, subcode: '' }, headers);
}

export function clusterNotFound(subscriptionPath: string): ArmError {
  return gatewayError(
    404,
    'ResourceNotFound',
    `The Resource '${subscriptionPath}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}
