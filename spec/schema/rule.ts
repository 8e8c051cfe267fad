import type { z } from 'zod';
import type { Finding } from '../problem/problem.ts';

/**
 * Adds a rule about several fields of one map. It runs whenever the fields it reads ("soak", "window.hours")
 * are sound, whatever is wrong with the others, so that all problems of a file are found at once.
 */
export function withRule<Schema extends z.ZodObject>(
  schema: Schema,
  reads: readonly (keyof z.output<Schema> | `${string}.${string}`)[],
  judge: (value: z.output<Schema>) => readonly Finding[],
): Schema {
  const paths = reads.map((field) => String(field).split('.'));
  return schema.superRefine(
    (value, context) => {
      for (const { path, message } of judge(value)) {
        context.addIssue({ code: 'custom', path: [...path], message });
      }
    },
    { when: ({ issues }) => !issues.some((issue) => paths.some((path) => touches(issue, path))) },
  );
}

/** Whether the issue makes the field at `path` unsound: it lies in it, or around it and is no mere extra field. */
function touches(issue: z.core.$ZodRawIssue, path: readonly string[]): boolean {
  const place = issue.path ?? [];
  const shared = Math.min(place.length, path.length);
  if (place.slice(0, shared).some((part, index) => part !== path[index])) return false;
  return place.length >= path.length || issue.code !== 'unrecognized_keys';
}

/** For rules about a whole map: they run only if nothing else is wrong in it. */
export const onlyWhenSound = { when: ({ issues }: z.core.ParsePayload): boolean => issues.length === 0 };
