import { z } from 'zod';
import { DURATION_PATTERN, formatDuration, parseDuration } from '#domain/text/duration.ts';
import { didYouMean } from '#domain/text/nearest-name.ts';

// Messages that begin with "expected" get ", got ..." from explain-issue.ts.

const LONGEST_MS = 366 * 86_400_000;

/** A duration as text, read to milliseconds; at most 366 days. */
export function duration({ atLeastMs = 0 } = {}) {
  const error = 'expected a duration such as 30m, 12h or 2d';
  return z
    .string({ error })
    .meta({ pattern: DURATION_PATTERN, examples: ['30m', '1h30m', '2d', 'PT12H'] })
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms !== null && ms >= atLeastMs && ms <= LONGEST_MS) return ms;
      const range = `expected a duration from ${formatDuration(atLeastMs)} to ${formatDuration(LONGEST_MS)}`;
      context.addIssue({ code: 'custom', message: ms === null ? error : range });
      return z.NEVER;
    });
}

/** Written out as a key it looks like a promise's `then` to linters; its values are words or schemas, never functions. */
export const thenKey = { afterwards: 'then' } as const;

/** A percentage in whole numbers, such as "25%". */
export function percentage(atLeast: 0 | 1, error = 'expected a percentage such as "90%"') {
  const pattern = atLeast === 0 ? /^(?:100|[1-9]?\d)%$/ : /^(?:100|[1-9]\d?)%$/;
  return z
    .string({ error })
    .regex(pattern, { error })
    .transform((text) => text as `${number}%`);
}

/** A number of ours, or a percentage: `3`, `"25%"`. */
export function count(atLeast: 0 | 1) {
  const error = 'expected a number or a percentage';
  const small = `${error}, at least ${atLeast}`;
  return z.union([wholeNumber(atLeast, Number.MAX_SAFE_INTEGER, small), percentage(atLeast, error)], {
    error: ({ input }) => (input === '0%' ? small : error),
  });
}

export function wholeNumber(atLeast: number, atMost: number, error = rangeError(atLeast, atMost)) {
  return z.int({ error }).min(atLeast, { error }).max(atMost, { error });
}

function rangeError(atLeast: number, atMost: number): string {
  const upTo = atMost === Number.MAX_SAFE_INTEGER ? `, at least ${atLeast}` : ` from ${atLeast} to ${atMost}`;
  return `expected a whole number${upTo}`;
}

/** One of some words. */
export function choice<const Built extends readonly [string, string, ...string[]] | readonly [string]>(
  built: Built,
) {
  const words = [built.slice(0, -1).join(', '), built.at(-1)].filter((part) => part !== '').join(' or ');
  return z.enum(built, {
    error: ({ input }) => `expected ${words}${typeof input === 'string' ? didYouMean(input, built) : ''}`,
  });
}

export function flag() {
  return z.boolean({ error: 'expected true or false' });
}

/** Text that is not empty. */
export function text(error = 'expected text that is not empty') {
  return z.string({ error }).regex(/\S/, { error });
}

/** A name that may be part of a Temporal workflow id and of a Kubernetes label. */
export function name() {
  const error =
    'expected a name of lower-case letters, digits and "-", at most 63, beginning and ending with a letter or digit';
  return z.string({ error }).regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, { error });
}

/** A map of names to texts, as in labels. */
export function texts() {
  return z.record(z.string(), z.string({ error: 'expected text (numbers, true and false in quotes)' }));
}
