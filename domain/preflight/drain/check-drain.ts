import { judgePod } from '../../drain/classify-pod.ts';
import {
  budgetsOf,
  type DisruptionBudget,
  describeBudget,
  payingBudget,
} from '../../drain/disruption-budget.ts';
import { isFinished, isTerminating } from '../../drain/drain-pod.ts';
import { whyStuck } from '../../drain/drain-verdict.ts';
import { describeOwnedPlace, describePlace, type PlacedPod } from '../../drain/placed-pod.ts';
import { type Found, firstNames } from '../findings/preflight-finding.ts';
import { aksNamespaces, checkBudget } from './check-disruption-budgets.ts';
import { checkVolumes } from './check-volumes.ts';
import type { DrainFinding, DrainView } from './drain-view.ts';

/** A pool that AKS is going to drain, node by node. */
export interface DrainedPool {
  readonly name: string;
  readonly drainTimeoutMinutes: number;
}

/** AKS drains like `kubectl drain --force --delete-emptydir-data`: it asks no one about either. */
const aksConsent = { unmanaged: true, localData: true };

/** What will hold up the drain of this pool's nodes, or be lost by it. */
export function checkDrain(pool: DrainedPool, view: DrainView): readonly Found[] {
  const here = view.pods.filter(({ node, pod }) => {
    const isHere = node !== null && view.nodes.has(node);
    return isHere && judgePod(pod, aksConsent).treatment === 'evict';
  });
  const standing = here.filter(({ pod }) => !isFinished(pod) && !isTerminating(pod));
  const budgets = paid(standing, view.budgets);
  return [
    ...twoBudgets(standing, view.budgets),
    ...[...budgets].flatMap(([budget, pods]) => checkBudget(budget, pods, view)),
    ...stuck(here, view),
    ...longGrace(standing, pool),
    ...unmanaged(standing),
    ...singles(standing, view, budgets),
    ...localData(standing),
    ...checkVolumes(standing, view),
    ...marked(standing),
  ].map((found) => ({ ...found, check: 'drainBlockers' as const, pool: pool.name }));
}

function paid(
  pods: readonly PlacedPod[],
  budgets: readonly DisruptionBudget[],
): ReadonlyMap<DisruptionBudget, readonly PlacedPod[]> {
  const groups = new Map<DisruptionBudget, PlacedPod[]>();
  for (const each of pods) {
    const budget = payingBudget(each.pod, budgets);
    if (budget !== null) groups.set(budget, [...(groups.get(budget) ?? []), each]);
  }
  return groups;
}

function twoBudgets(
  pods: readonly PlacedPod[],
  budgets: readonly DisruptionBudget[],
): readonly DrainFinding[] {
  const doubly = pods
    .map((each) => ({ each, own: budgetsOf(each.pod, budgets) }))
    .filter(({ own }) => own.length > 1);
  const groups = Map.groupBy(doubly, ({ own }) => own.map(describeBudget).toSorted().join(' and '));
  return [...groups].map(([names, alike]) => ({
    level: 'blocker',
    what: `${names} select the same pods`,
    why: 'Kubernetes never evicts a pod that more than one PDB selects',
    todo: `narrow the selector of one of them, or delete it (${ownersOf(alike.map(({ each }) => each))})`,
    evidence: namesOf(alike.map(({ each }) => each)),
  }));
}

/** Pods whose deletion is long overdue: AKS waits for them, too. */
function stuck(pods: readonly PlacedPod[], { nodes, now }: DrainView): readonly DrainFinding[] {
  return pods.flatMap((each) => {
    const { pod, node, owner } = each;
    if (pod.endsAt === null) return [];
    const judged = judgePod(pod, aksConsent);
    const terminatingSince = pod.endsAt - pod.graceSeconds * 1_000;
    const holder = whyStuck({ judged, terminatingSince }, now, nodes.get(node ?? '') ?? false);
    if (holder === null) return [];
    return [
      {
        level: 'blocker' as const,
        what: `pod ${describePlace(each)} does not terminate`,
        why: `its grace period ended ${Math.round((now - pod.endsAt) / 60_000)}m ago; blocked by ${holder}`,
        todo: `ask the owner of ${owner}, or delete the pod manually`,
        evidence: [],
      },
    ];
  });
}

function longGrace(pods: readonly PlacedPod[], pool: DrainedPool): readonly DrainFinding[] {
  const long = pods.filter(({ pod }) => pod.graceSeconds > pool.drainTimeoutMinutes * 60);
  if (long.length === 0) return [];
  const most = Math.max(...long.map(({ pod }) => pod.graceSeconds));
  return [
    {
      level: 'warning',
      what: `${pods_(long)} may take longer to terminate than the drain timeout of AKS`,
      why: `terminationGracePeriodSeconds up to ${most}, drainTimeoutInMinutes ${pool.drainTimeoutMinutes}`,
      todo: `raise drainTimeoutInMinutes to at least ${Math.ceil(most / 60) + 5}`,
      evidence: namesOf(long),
    },
  ];
}

function unmanaged(pods: readonly PlacedPod[]): readonly DrainFinding[] {
  const alone = pods.filter(({ pod }) => pod.controller === null);
  if (alone.length === 0) return [];
  return [
    {
      level: 'warning',
      what: `${pods_(alone)} will be deleted and not recreated`,
      why: 'not managed by a controller',
      todo: 'manage them by a Deployment or Job, or recreate them afterwards',
      evidence: namesOf(alone),
    },
  ];
}

/** Workloads that are down while their only pod moves; where a budget speaks for it, that is said instead. */
function singles(
  pods: readonly PlacedPod[],
  { replicas }: DrainView,
  budgets: ReadonlyMap<DisruptionBudget, readonly PlacedPod[]>,
): readonly DrainFinding[] {
  const spokenFor = new Set([...budgets.values()].flat());
  const single = pods.filter((each) => replicas.get(each.owner) === 1 && !spokenFor.has(each));
  if (single.length === 0) return [];
  const owners = new Map(single.map((each) => [each.owner, each]));
  return [
    {
      level: 'warning',
      what: `${owners.size} workload${owners.size === 1 ? '' : 's'} with one replica will be unavailable during the drain`,
      why: 'the only pod terminates before its replacement starts',
      todo: 'run at least two replicas',
      evidence: firstNames([...owners].map(([owner, { node }]) => `${owner} on ${node}`)),
    },
  ];
}

/** What AKS itself runs keeps nothing there that anybody would miss. */
function localData(pods: readonly PlacedPod[]): readonly DrainFinding[] {
  const losing = pods.filter(({ pod }) => pod.hasLocalData);
  const [ofAks, others] = [
    losing.filter(({ pod }) => aksNamespaces.has(pod.namespace)),
    losing.filter(({ pod }) => !aksNamespaces.has(pod.namespace)),
  ];
  const lost = (some: readonly PlacedPod[]) => ({
    what: `${pods_(some)} will lose emptyDir data`,
    why: 'emptyDir is on the node and is deleted with the pod',
    evidence: namesOf(some),
  });
  return [
    ...(others.length === 0
      ? []
      : [
          {
            ...lost(others),
            level: 'warning' as const,
            todo: 'check that the data is expendable, or keep it in a volume',
          },
        ]),
    ...(ofAks.length === 0 ? [] : [{ ...lost(ofAks), level: 'info' as const, todo: '' }]),
  ];
}

function marked(pods: readonly PlacedPod[]): readonly DrainFinding[] {
  const left = pods.filter(({ marks }) => marks.length > 0);
  if (left.length === 0) return [];
  return [
    {
      level: 'warning',
      what: `${pods_(left)} will be evicted despite a do-not-evict annotation`,
      why: `AKS upgrades ignore ${firstNames(left.flatMap(({ marks }) => marks)).join(', ')}`,
      todo: 'upgrade when they may be evicted, or protect them with a PDB until then',
      evidence: namesOf(left),
    },
  ];
}

function pods_(pods: readonly PlacedPod[]): string {
  return `${pods.length} pod${pods.length === 1 ? '' : 's'}`;
}

function namesOf(pods: readonly PlacedPod[]): readonly string[] {
  return firstNames(pods.map(describeOwnedPlace));
}

function ownersOf(pods: readonly PlacedPod[]): string {
  return firstNames(pods.map(({ owner }) => owner)).join(', ');
}
