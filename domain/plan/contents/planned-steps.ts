import type { BlockedPool, PlanStep } from './plan.ts';

/** What the planning of one cluster comes to. */
export interface PlannedSteps {
  readonly steps: readonly PlanStep[];
  /** Pinned; null where there is no way to it. */
  readonly target: string | null;
  readonly blocked: readonly string[];
  readonly warnings: readonly string[];
  readonly blockedPools?: readonly BlockedPool[];
}
