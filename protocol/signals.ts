/** Signals from the campaign to its clusters. */
export const clusterSignals = {
  pause: 'pause',
  resume: 'resume',
  abort: 'abort',
  decide: 'decide',
  orderPool: 'orderPool',
  rollBack: 'rollBack',
  promote: 'promote',
} as const;

/** The answer to a question of the cluster. A pool that is skipped is left; the cluster goes on after it. */
export interface DecideSignal {
  readonly verb: 'retry' | 'skip' | 'skip-pool' | 'force' | 'clean-up';
  readonly by: string;
  readonly reason: string;
  /** Of "force": how long it lasts at most; campaign time (ms). */
  readonly forMs?: number;
}

/** "abort": its running operation is aborted in Azure and a person asked. "skip": it is never begun. */
export interface PoolOrderSignal {
  readonly pool: string;
  readonly how: 'abort' | 'skip';
  readonly because: string;
}

/** Node pools go back, whatever the cluster is at. */
export interface RollBackSignal {
  /** null: every pool that this campaign upgraded. */
  readonly pool: string | null;
  readonly because: string;
}

/** The two signals that go upward. */
export const campaignSignals = {
  needsPerson: 'needsPerson',
  pauseAcknowledged: 'pauseAcknowledged',
} as const;

export interface NeedsPersonSignal {
  readonly resourceId: string;
  /** null: it was decided, the cluster runs again. */
  readonly reason: string | null;
  /** The node pool it is about; null: the control plane or the cluster itself. */
  readonly pool: string | null;
  /** Of a question about a step: what a retry or a force tries again; absent: none, or an older release did not say. */
  readonly step?: string;
  /** Whether the pool has nodes to clean up; absent: that is not known. */
  readonly mayCleanUp?: boolean;
  /** Of a drain that is held up: how long a retry waits on for it; absent: a retry tries something again. */
  readonly retryWaits?: string;
}

export interface PauseAcknowledgedSignal {
  readonly resourceId: string;
}
