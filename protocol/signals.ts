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

/** The answer to a question of the cluster. After a skipped pool the cluster continues. */
export interface DecideSignal {
  readonly verb: 'retry' | 'skip' | 'skip-pool' | 'force' | 'clean-up';
  readonly by: string;
  readonly reason: string;
  /** Of `force`: how long it lasts at most; campaign time (ms). */
  readonly forMs?: number;
  /** Of `force`, where the campaign asks for Entra. */
  readonly evidence?: ForceEvidence;
}

export interface ForceEvidence {
  /** A sealed token, bound to `terms`. */
  readonly proof: string;
  /** The order as it was sent, without who and the proof. */
  readonly terms: Readonly<Record<string, unknown>>;
}

/** abort: its running step ends, its operation in Azure with it, and an operator is asked. skip: it is never begun. */
export interface PoolOrderSignal {
  readonly pool: string;
  readonly how: 'abort' | 'skip';
  readonly because: string;
}

/** Rolls node pools back, whatever the cluster does. */
export interface RollBackSignal {
  /** null: every pool that this campaign upgraded. */
  readonly pool: string | null;
  readonly because: string;
}

/** Signals from a cluster to its campaign. */
export const campaignSignals = {
  needsDecision: 'needsDecision',
  pauseAcknowledged: 'pauseAcknowledged',
} as const;

export interface NeedsDecisionSignal {
  readonly resourceId: string;
  /** null: it was decided, the cluster runs again. */
  readonly reason: string | null;
  /** The node pool it is about; null: the control plane or the cluster itself. */
  readonly pool: string | null;
  /** What a retry or a force tries again; null: the question is about no step. */
  readonly step: string | null;
  /** Whether the pool has quarantined nodes; null: not known. */
  readonly mayCleanUp: boolean | null;
  /** No operation of it runs in Azure while it asks. */
  readonly atRest: boolean;
  /** How long a retry waits on for a blocked drain; null: a retry tries something again. */
  readonly retryWaits: string | null;
}

export interface PauseAcknowledgedSignal {
  readonly resourceId: string;
}
