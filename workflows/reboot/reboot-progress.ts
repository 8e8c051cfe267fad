/** How far the reboots of a pool are; kept over the attempts of its step. */
export interface RebootProgress {
  /** The node whose restart may have been sent and is not yet seen through; null: none. */
  underway: { readonly name: string; readonly bootId: string } | null;
  /** The node whose machine may have been deleted for another one and is not yet seen to be gone. */
  deleting: {
    readonly name: string;
    readonly bootId: string;
    /** How many nodes its pool had before. */
    readonly count: number;
    /** When the other one was asked for; campaign time (ms). */
    readonly since: number;
  } | null;
  /** Nodes that were seen to come back in another boot. */
  rebooted: number;
  /** Whose the pool's reboots are, where they are left to kured. */
  leftTo: string | null;
}

export function openProgress(): RebootProgress {
  return { underway: null, deleting: null, rebooted: 0, leftTo: null };
}

/** Whether anything that was sent is not yet seen through. */
export function isUnderway({ underway, deleting }: RebootProgress): boolean {
  return underway !== null || deleting !== null;
}

/** What the pool's state says in the end. */
export function describeProgress(
  { rebooted, leftTo }: Pick<RebootProgress, 'rebooted' | 'leftTo'>,
  word: 'rebooted' | 'replaced' = 'rebooted',
): string {
  if (leftTo !== null) return `left to ${leftTo}`;
  return rebooted === 0 ? 'no node waits for a reboot' : `${rebooted} ${word}`;
}
