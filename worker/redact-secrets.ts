import type { Redact } from '#domain/text/redact.ts';

/** The same plain data with every text redacted; nothing else is touched. */
export function withoutSecrets(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each, redact));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withoutSecrets(each, redact)]),
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Redacts an error and its causes where they are: Temporal distinguishes errors by their class and identity, so a
 * copy would be another error. What is written into history is message, stack and details.
 */
export function redactError(thrown: unknown, redact: Redact): unknown {
  if (typeof thrown === 'string') return redact(thrown);
  for (let error = thrown, depth = 0; error instanceof Error && depth < 10; error = error.cause, depth += 1) {
    const stack = error.stack === undefined ? undefined : redact(error.stack);
    error.message = redact(error.message);
    if (stack !== undefined) error.stack = stack;
    if ('details' in error && Array.isArray(error.details))
      Reflect.set(error, 'details', withoutSecrets(error.details, redact));
  }
  return thrown;
}
