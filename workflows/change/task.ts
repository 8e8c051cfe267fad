import type { Change } from '#domain/change/change.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import type { StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import type { StepState } from '../state/cluster-run.ts';
import type { StepResult } from '../state/step-result.ts';

/** One change to be carried out, and what is kept of it over looks, attempts and retries of its step. */
export interface Task {
  readonly change: Change;
  readonly state: StepState;
  /** How long the operation may take; campaign time (ms). */
  readonly timeoutMs: number;
  /** How long somebody else's operation is waited for; campaign time (ms). */
  readonly patienceMs: number;
  /** Whether pause, window and abort hold it back; false for what puts something back. */
  readonly gated: boolean;
  /**
   * Done right before it is sent; what is not done ends the task, and what was changed on the way asks for another look.
   * `maybeSent`: not for the first time.
   */
  readonly prepare?: (maybeSent: boolean) => Promise<StepResult | 'look again'>;
  readonly beforeSend?: (cluster: Cluster) => void;
  /** What it means that Azure holds another state than was looked at, and not by us; absent: look again. */
  readonly ifChanged?: () => StepResult;
  /** Of AKS, so that AKS aborts it. Absent: it is. */
  readonly isAbortable?: false;
  /** Kept over retries of the step: an earlier attempt may have reached Azure. */
  maybeSent: boolean;
  /** Azure says that it is done, nodes say that they were left behind: it is sent all the same. */
  nodesBehind?: boolean;
  /** The eTag with which an attempt was sent whose answer nobody heard; absent or null: there is none. */
  unacknowledged?: string | null;
  /** What becomes of a drain that is held up; absent: it is only shown. */
  readonly stalledDrain?: StalledDrainPolicy;
  /** Right before it was sent last, campaign time (ms); absent: it was not. */
  sentAt?: number;
  /** The cluster as it was seen then. */
  sentTo?: Cluster;
}
