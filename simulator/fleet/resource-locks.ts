import { z } from 'zod';

/** A lock of a fleet file, on a subscription, a group or a resource, and everything below it. */
export const lockSchema = z.strictObject({
  name: z.string().min(1),
  scope: z
    .string()
    .regex(
      /^\/subscriptions\/[^/]+(\/[^/]+)*$/i,
      'expected a resource id, such as /subscriptions/ID/resourceGroups/NAME',
    ),
  level: z.enum(['ReadOnly', 'CanNotDelete']),
});

export type ResourceLock = z.output<typeof lockSchema>;

/** The first lock of these levels that holds for a resource, by its id in any case. */
export function lockOver(
  locks: readonly ResourceLock[],
  id: string,
  levels: readonly ResourceLock['level'][],
): ResourceLock | undefined {
  const held = `${id.toLowerCase()}/`;
  return locks.find(
    ({ scope, level }) => levels.includes(level) && held.startsWith(`${scope.toLowerCase()}/`),
  );
}

/** Azure's message. */
export function lockedMessage(id: string, operation: 'write' | 'delete', { scope }: ResourceLock): string {
  return `The scope '${id}' cannot perform ${operation} operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`;
}
