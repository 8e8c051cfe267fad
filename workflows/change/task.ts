import type { Change } from '#domain/change/change.ts';
import type { ChangePurpose } from '#domain/change/change-purpose.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import type { StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import type { StepResult } from '../state/step-result.ts';

/** AKS touches no node for a change of settings. */
export const settingsTimeoutMs = 30 * 60_000;

/** One change to be carried out, and what is kept of it over attempts and retries of its step. */
export interface Task {
  readonly change: Change;
  readonly state: StepState;
  /** How long the operation may take; campaign time (ms). */
  readonly timeoutMs: number;
  /** How long a concurrent operation is waited for; campaign time (ms). */
  readonly patienceMs: number;
  /** Decides what stops it: pause, window, freeze, abort. */
  readonly purpose: ChangePurpose;
  /** Runs right before the change is sent: a result that is not done ends the task. */
  readonly prepare?: (maybeSent: boolean) => Promise<StepResult | 'inspect again'>;
  readonly beforeSend?: (cluster: Cluster) => void;
  /** What it means that Azure's state has changed since it was inspected, and not by us; absent: it is inspected again. */
  readonly ifChanged?: () => StepResult;
  /** Absent: it is an operation of AKS, which AKS can abort. */
  readonly isAbortable?: false;
  /** Kept over retries of the step: an earlier attempt may have reached Azure. */
  maybeSent: boolean;
  /** Azure says that it is done and nodes say that it is not: it is sent all the same. */
  nodesBehind?: boolean;
  /** The eTag of an attempt whose answer was lost; absent or null: there is none. */
  unacknowledged?: string | null;
  /** What to do about a blocked drain; absent: it is only shown. */
  readonly stalledDrain?: StalledDrainPolicy;
  /** Judges a blue-green upgrade in its final soak: one that fails is aborted, for then it can be rolled back. */
  readonly judgeFinalSoak?: () => Promise<StepResult>;
  /** When it was last sent, campaign time (ms); absent: it was not. */
  sentAt?: number;
  /** The cluster as it was inspected then. */
  sentTo?: Cluster;
}

/** Unless it says otherwise it waits for a concurrent operation as long as the file does. */
export function openTask(
  run: ClusterRun,
  task: Omit<Task, 'patienceMs' | 'maybeSent'> & Partial<Pick<Task, 'patienceMs' | 'maybeSent'>>,
): Task {
  return { patienceMs: run.input.terms.cluster.onBusy.waitMs, maybeSent: false, ...task };
}
