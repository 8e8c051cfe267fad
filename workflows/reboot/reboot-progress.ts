import type { StepState } from '../state/cluster-run.ts';
import type { RebootStep } from './reboot-step.ts';

export interface PoolWork {
  readonly step: RebootStep;
  readonly state: StepState;
  readonly progress: RebootProgress;
}

/** How far the reboots of a pool are; kept over the attempts of its step. */
export interface RebootProgress {
  /** The node whose restart may have been sent and is not finished; null: none. */
  underway: { readonly name: string; readonly bootId: string } | null;
  /** The replaced node whose deletion may have been sent and is not finished; null: none. */
  deleting: {
    readonly name: string;
    readonly bootId: string;
    /** How many nodes its pool had before the surge. */
    readonly count: number;
    /** When the surge node was requested; campaign time (ms). */
    readonly since: number;
  } | null;
  /** Nodes that came back in another boot, or were replaced. */
  rebooted: number;
  /** The kured that the pool's reboots are left to; null: none. */
  leftTo: string | null;
}

export function openProgress(): RebootProgress {
  return { underway: null, deleting: null, rebooted: 0, leftTo: null };
}

/** Whether anything that was sent is not finished. */
export function isUnderway({ underway, deleting }: RebootProgress): boolean {
  return underway !== null || deleting !== null;
}

/** The detail of the pool's step in the end. */
export function describeProgress(
  { rebooted, leftTo }: Pick<RebootProgress, 'rebooted' | 'leftTo'>,
  word: 'rebooted' | 'replaced' = 'rebooted',
): string {
  if (leftTo !== null) return `left to ${leftTo}`;
  return rebooted === 0 ? 'no node waits for a reboot' : `${rebooted} ${word}`;
}
