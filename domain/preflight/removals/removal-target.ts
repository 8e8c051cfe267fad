import type { PlanStep } from '../../plan/contents/plan.ts';
import { parseVersion } from '../../version/kubernetes-version.ts';

/** The minor of Kubernetes 1 at which these steps leave the control plane; null: they do not move its minor. */
export function removalTarget(steps: readonly PlanStep[]): number | null {
  const hops = steps.filter(({ action }) => action === 'upgrade-control-plane');
  const [from, to] = [hops[0]?.from, hops.at(-1)?.to].map((each) =>
    each == null ? undefined : parseVersion(each)?.minor,
  );
  return from === undefined || to === undefined || to <= from ? null : to;
}
