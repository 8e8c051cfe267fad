import type { NotRestored, Phase, StepStatus, WaitingFor } from './status.ts';

/** What a cluster workflow says of itself. */
export interface ClusterReport {
  readonly resourceId: string;
  readonly phase: Phase;
  readonly reason: string | null;
  readonly steps: readonly StepStatus[];
  readonly waitingFor: readonly WaitingFor[];
  readonly window: { readonly opensAt: string; readonly closesAt: string } | null;
  readonly notRestored: readonly NotRestored[];
}
