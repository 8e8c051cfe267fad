import {
  type DisruptionBudget,
  describeBudget,
  neverMet,
  payingBudget,
} from '../../drain/disruption-budget.ts';
import { describePlace, type PlacedPod } from '../../drain/placed-pod.ts';
import { firstNames } from '../findings/preflight-finding.ts';
import type { DrainFinding, DrainView } from './drain-view.ts';

/** Longer than a pod takes to get ready: it will not by itself. */
const brokenAfterMs = 10 * 60_000;

/** Namespaces whose workloads and budgets AKS itself puts there, and puts back. */
export const aksNamespaces: ReadonlySet<string> = new Set([
  'kube-system',
  'gatekeeper-system',
  'calico-system',
  'tigera-operator',
]);

/** What a budget means for a drain of the nodes on which these of its pods are. */
export function checkBudget(
  budget: DisruptionBudget,
  here: readonly PlacedPod[],
  view: DrainView,
): readonly DrainFinding[] {
  const all = view.pods.filter(({ pod }) => payingBudget(pod, [budget]) === budget);
  const owners = firstNames(all.map(({ owner }) => owner)).join(', ');
  const blocker = { level: 'blocker', evidence: names(here) } as const;
  const never = neverMet(budget, scaleOf(all, view.replicas));
  if (never !== null)
    return [
      {
        ...blocker,
        what: `${describeBudget(budget)} lets no pod go, ever`,
        why: never,
        todo: fix(budget, owners),
      },
    ];
  const { figures } = budget;
  if (figures === null)
    return [
      {
        ...blocker,
        what: `${describeBudget(budget)} lets no pod go`,
        why: 'Kubernetes has not computed what it allows, or cannot: its pods need a controller with replicas',
        todo: `look at its conditions (kubectl describe pdb -n ${budget.namespace} ${budget.name})`,
      },
    ];
  const { disruptionsAllowed, currentHealthy, desiredHealthy } = figures;
  if (disruptionsAllowed > 0) return crowded(budget, here, disruptionsAllowed);
  const broken = all.filter(({ pod }) => !pod.isReady);
  const isForGood =
    broken.length > 0 &&
    broken.every(({ notReadySince }) => notReadySince !== null && view.now - notReadySince > brokenAfterMs);
  const why = `${desiredHealthy} healthy pods are asked for, ${currentHealthy} are there`;
  if (!isForGood)
    return [
      {
        level: 'warning',
        what: `${describeBudget(budget)} lets no pod go at the moment`,
        why,
        todo: `see that ${owners} becomes ready`,
        evidence: names(broken.length > 0 ? broken : here),
      },
    ];
  return [
    {
      level: 'blocker',
      what: `${describeBudget(budget)} lets no pod go while its pods are broken`,
      why: `${why}; the others have not been ready for 10 minutes or more`,
      todo: `mend ${owners}, or let broken pods go (unhealthyPodEvictionPolicy: AlwaysAllow)`,
      evidence: names(broken),
    },
  ];
}

/** More of its pods on one node than may go at a time: the drain takes as long as their successors take. */
function crowded(
  budget: DisruptionBudget,
  here: readonly PlacedPod[],
  allowed: number,
): readonly DrainFinding[] {
  const [most = 0] = [...Map.groupBy(here, ({ node }) => node).values()]
    .map(({ length }) => length)
    .toSorted((a, b) => b - a);
  if (most <= allowed) return [];
  return [
    {
      level: 'info',
      what: `${describeBudget(budget)} lets ${allowed} go at a time`,
      why: `one node has ${most} of its pods, so its drain waits for their successors`,
      todo: '',
      evidence: [],
    },
  ];
}

function scaleOf(pods: readonly PlacedPod[], replicas: ReadonlyMap<string, number>): number {
  const owners = new Set(pods.map(({ owner }) => owner));
  return [...owners].reduce((sum, owner) => sum + (replicas.get(owner) ?? 0), 0);
}

function fix({ namespace, maxUnavailable, minAvailable }: DisruptionBudget, owners: string): string {
  const ease =
    maxUnavailable !== null
      ? `let its maxUnavailable be 1 or more (${owners})`
      : `raise the replicas of ${owners} above its minAvailable ${minAvailable}, or lower that`;
  return aksNamespaces.has(namespace)
    ? `it is AKS's own and put back when it is changed: ${ease} where AKS has a setting for it, or ask its support`
    : ease;
}

function names(pods: readonly PlacedPod[]): readonly string[] {
  return firstNames(pods.map(describePlace));
}
