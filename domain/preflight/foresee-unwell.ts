import { isFinished, isTerminating } from '../drain/drain-pod.ts';
import type { PlacedPod } from './placed-pod.ts';
import { type Found, firstNames } from './preflight-finding.ts';

/** Longer than a pod takes to get ready. */
const brokenAfterMs = 10 * 60_000;

/** Workloads that are not well already: whoever sees them broken afterwards should know that they were before. */
export function foreseeUnwell(pods: readonly PlacedPod[], now: number): readonly Found[] {
  const broken = pods.filter(
    ({ pod, notReadySince }) =>
      !isFinished(pod) &&
      !isTerminating(pod) &&
      notReadySince !== null &&
      now - notReadySince > brokenAfterMs,
  );
  const owners = new Set(broken.map(({ owner }) => owner));
  if (owners.size === 0) return [];
  const [workloads, they] =
    owners.size === 1 ? ['workload has', 'it holds'] : ['workloads have', 'they hold'];
  return [
    {
      check: 'drainBlockers',
      level: 'warning',
      pool: null,
      what: `${owners.size} ${workloads} pods that have not been ready for 10 minutes`,
      why: `health is judged by difference to this, so ${they} nothing up`,
      todo: 'mend first what should be looked after',
      evidence: firstNames([...owners]),
    },
  ];
}
