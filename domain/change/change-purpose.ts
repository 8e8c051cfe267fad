/** forward: it moves the cluster on. restore: it puts back what was changed (rollback, settings, channel, force, node count). */
export type ChangePurpose = 'forward' | 'restore';

/**
 * Whether a change obeys what stops changes: it is not sent in a freeze, while paused, outside the maintenance window, after an abort or
 * a skip, and an abort also ends it in Azure. All or nothing: a restriction that stopped some restores only would need a purpose of its own.
 */
export function isRestricted(purpose: ChangePurpose): boolean {
  return purpose === 'forward';
}
