import type { Redact } from '#domain/text/redact.ts';

const maxDepth = 6;

/**
 * What a log line may carry: plain data, every text redacted, errors as type, message, stack and cause. Other
 * objects (requests, responses, clients) are named, never opened: headers and keys live in them.
 */
export function toLogData(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  return typeof value === 'object' && value !== null ? objectData(value, redact, depth) : value;
}

function objectData(value: object, redact: Redact, depth: number): unknown {
  if (depth >= maxDepth) return '[deep]';
  const inner = (each: unknown) => toLogData(each, redact, depth + 1);
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) return errorData(value, inner);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `[${value.constructor.name}]`;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inner(each)]));
}

function errorData(error: Error, inner: (value: unknown) => unknown): object {
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message: inner(message),
    ...('code' in error && typeof error.code === 'string' ? { code: inner(error.code) } : {}),
    stack: inner(stack),
    ...(cause === undefined ? {} : { cause: inner(cause) }),
  };
}
