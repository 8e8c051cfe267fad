import type { Migration } from '#domain/migration/migration-terms.ts';
import type { PlanStep, PoolStrategy } from '#domain/plan/contents/plan.ts';

/** A step of the plan that moves the workloads of a pool. */
export type MigrationStep = PlanStep & {
  readonly pool: string;
  readonly strategy: PoolStrategy;
  readonly migration: Migration;
};
