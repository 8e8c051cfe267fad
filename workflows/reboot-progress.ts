/** How far the reboots of a pool are; kept over the attempts of its step. */
export interface RebootProgress {
  /** The node whose restart may have been sent and is not yet seen through; null: none. */
  underway: { readonly name: string; readonly bootId: string } | null;
  /** Nodes that were seen to come back in another boot. */
  rebooted: number;
  /** Whose the pool's reboots are, where they are left to kured. */
  leftTo: string | null;
}

export function openProgress(): RebootProgress {
  return { underway: null, rebooted: 0, leftTo: null };
}

/** What the pool's line says in the end. */
export function tellProgress({ rebooted, leftTo }: RebootProgress): string {
  if (leftTo !== null) return `left to ${leftTo}`;
  return rebooted === 0 ? 'no node waits for a reboot' : `${rebooted} rebooted`;
}
