import { isFinished, isTerminating } from '../../drain/drain-pod.ts';
import type { PlacedPod } from '../../drain/placed-pod.ts';
import { type Found, firstNames } from '../findings/preflight-finding.ts';

/** Longer than a pod takes to get ready. */
const brokenAfterMs = 10 * 60_000;

/** Workloads that are unhealthy already: anyone who sees them broken afterwards should know that they were before. */
export function checkUnhealthyPods(pods: readonly PlacedPod[], now: number): readonly Found[] {
  const standing = pods.filter(({ pod }) => !isFinished(pod) && !isTerminating(pod));
  return [...checkBroken(standing, now), ...checkUnscheduled(standing)];
}

function checkBroken(pods: readonly PlacedPod[], now: number): readonly Found[] {
  const broken = pods.filter(
    ({ notReadySince }) => notReadySince !== null && now - notReadySince > brokenAfterMs,
  );
  const owners = new Set(broken.map(({ owner }) => owner));
  if (owners.size === 0) return [];
  const workloads = owners.size === 1 ? 'workload has' : 'workloads have';
  return [
    {
      check: 'drainBlockers',
      level: 'warning',
      pool: null,
      what: `${owners.size} ${workloads} pods that have been unready for 10m`,
      why: 'pre-existing issues do not block: health is compared with this state',
      todo: 'fix them first if they matter',
      evidence: firstNames([...owners]),
    },
  ];
}

/** A drain does not fix them: it takes room away. The scheduler's message counts at once: nothing has started. */
function checkUnscheduled(pods: readonly PlacedPod[]): readonly Found[] {
  const waiting = pods.filter(({ unscheduled }) => unscheduled !== null);
  const owners = new Map(waiting.map((each) => [each.owner, each.unscheduled]));
  const [first] = [...owners].toSorted(([a], [b]) => a.localeCompare(b));
  if (first === undefined) return [];
  const workloads = owners.size === 1 ? 'workload has' : 'workloads have';
  return [
    {
      check: 'drainBlockers',
      level: 'info',
      pool: null,
      what: `${owners.size} ${workloads} unschedulable pods`,
      why: `pre-existing issues do not block; scheduler message for ${first[0]}: ${first[1]}`,
      todo: '',
      evidence: firstNames([...owners.keys()]),
    },
  ];
}
