import {
  type DisruptionBudget,
  describeBudget,
  neverMet,
  payingBudget,
} from '../../drain/disruption-budget.ts';
import { describePlace, type PlacedPod } from '../../drain/placed-pod.ts';
import { firstNames } from '../findings/preflight-finding.ts';
import type { DrainFinding, DrainView } from './drain-view.ts';

/** Longer than a pod takes to become ready: it will not without help. */
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
        what: `${describeBudget(budget)} allows 0 disruptions; the drain can never succeed`,
        why: never,
        todo: fix(budget, owners),
      },
    ];
  const { figures } = budget;
  if (figures === null)
    return [
      {
        ...blocker,
        what: `${describeBudget(budget)} allows 0 disruptions`,
        why: 'its status is not computed; its pods need a controller with a scale subresource',
        todo: `check its conditions (kubectl describe pdb -n ${budget.namespace} ${budget.name})`,
      },
    ];
  const { disruptionsAllowed, currentHealthy, desiredHealthy } = figures;
  if (disruptionsAllowed > 0) return crowded(budget, here, disruptionsAllowed);
  const broken = all.filter(({ pod }) => !pod.isReady);
  const isForGood =
    broken.length > 0 &&
    broken.every(({ notReadySince }) => notReadySince !== null && view.now - notReadySince > brokenAfterMs);
  const why = `${currentHealthy} of ${desiredHealthy} required pods are healthy`;
  if (!isForGood)
    return [
      {
        level: 'warning',
        what: `${describeBudget(budget)} allows 0 disruptions at the moment`,
        why,
        todo: `make ${owners} ready`,
        evidence: names(broken.length > 0 ? broken : here),
      },
    ];
  return [
    {
      level: 'blocker',
      what: `${describeBudget(budget)} allows 0 disruptions while its pods are not ready`,
      why: `${why}; the others have been unready for at least 10m`,
      todo: `fix ${owners}, or allow evicting unready pods (unhealthyPodEvictionPolicy: AlwaysAllow)`,
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
      what: `${describeBudget(budget)} allows ${allowed} disruption${allowed === 1 ? '' : 's'} at a time`,
      why: `one node has ${most} of its pods; its drain waits until their replacements are ready`,
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
      ? `set its maxUnavailable to at least 1 (${owners})`
      : `raise the replicas of ${owners} above its minAvailable ${minAvailable}, or lower that`;
  return aksNamespaces.has(namespace)
    ? `AKS manages this PDB and reverts changes: ${ease} through an AKS setting if there is one, or contact Azure support`
    : ease;
}

function names(pods: readonly PlacedPod[]): readonly string[] {
  return firstNames(pods.map(describePlace));
}
