import type { JsonObject } from '../json-value.ts';

/**
 * A refusal. The resource provider answers flat `{code, details, message, subcode}`, the gateway in front of it
 * `{error: {code, message}}` (aks-arm.md 6.1).
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

export function clusterNotFound(subscriptionPath: string): ArmError {
  return gatewayError(
    404,
    'ResourceNotFound',
    `The Resource '${subscriptionPath}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}
