import { azureSoakMs } from '#domain/fleet/blue-green.ts';
import type { PlanStep, PoolStrategy } from '#domain/plan/contents/plan.ts';
import type { ClusterRun } from '../state/cluster-run.ts';

/** What Azure waits in a step by the pool's own settings comes on top of what the file allows the pool (ms). */
export function timeoutOf(step: PlanStep & { readonly strategy: PoolStrategy }): number {
  return step.strategy.timeoutMs + soaksOf(step);
}

/** ... and the cluster: called right before the step is sent. */
export function allowForSoaks(run: Pick<ClusterRun, 'deadline'>, step: PlanStep): void {
  run.deadline += soaksOf(step);
}

function soaksOf({ blueGreen, nodes }: PlanStep): number {
  return blueGreen === undefined ? 0 : azureSoakMs(blueGreen, nodes ?? 0);
}
