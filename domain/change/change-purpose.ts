/** forward: it moves the cluster on. restore: it puts back what was changed (rollback, settings, channel, force, node count). */
export type ChangePurpose = 'forward' | 'restore';

interface Restrictions {
  /** Nothing is sent during a freeze. */
  readonly freeze: boolean;
  /** Nothing is sent while paused, nor outside the maintenance window. */
  readonly pauseAndWindow: boolean;
  /** Nothing is sent after an abort or a skip, and an abort also ends what runs. */
  readonly abortAndSkip: boolean;
}

/** What stops a change, by its purpose. */
export const restrictionsOf: Readonly<Record<ChangePurpose, Restrictions>> = {
  forward: { freeze: true, pauseAndWindow: true, abortAndSkip: true },
  restore: { freeze: false, pauseAndWindow: false, abortAndSkip: false },
};
