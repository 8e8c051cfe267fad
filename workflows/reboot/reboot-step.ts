import type { FoundReboots } from '#activities/reboot/find-reboots.ts';
import type { PlanStep, PoolStrategy } from '#domain/plan/contents/plan.ts';
import type { RebootTerms } from '#domain/reboot/reboot-terms.ts';

/** A step of the plan that reboots nodes of a pool. */
export type RebootStep = PlanStep & {
  readonly pool: string;
  readonly strategy: PoolStrategy;
  readonly reboot: RebootTerms;
};

export type WaitingNode = FoundReboots['needed'][number];
