import type { CalicoEgressRule, CalicoPolicy } from './calico-policy.ts';
import { isolates, type NetworkPolicy, policyName, ruleOpens } from './kubernetes-policy.ts';
import type { Match } from './match.ts';
import type { Reach, Subject } from './subject.ts';

/** Where Calico puts the policies of Kubernetes among its own. */
const kubernetesOrder = 1000;

interface OrderedPolicy {
  readonly name: string;
  readonly tier: string;
  readonly order: number;
  readonly selects: Match;
  readonly rules: readonly CalicoEgressRule[];
}

interface CalicoCluster {
  readonly kubernetes: readonly NetworkPolicy[];
  readonly calico: readonly CalicoPolicy[];
  readonly tiers: readonly CalicoTier[];
}

/** A tier of Calico's policies. Source: https://docs.tigera.io/calico/latest/network-policy/policy-tiers/tiered-policy */
export interface CalicoTier {
  readonly name: string;
  /** Absent: last. */
  readonly order?: number;
  /** What happens to a pod that the tier is about and none of its rules is. */
  readonly defaultAction: string;
}

const defaultTier = 'default';
const defaultTierOrder = 1_000_000;

/**
 * Calico asks its tiers in their order, in each its policies in theirs, those without one last, and each one's rules from the
 * top; the first that holds decides: an allow or a denial for good, a pass hands the decision to the next tier. Where a tier is about the
 * pod and no rule holds, its default action decides. What no tier decides is open. An undecided rule is followed both ways: if both
 * end alike, that is the answer.
 */
export function calicoReach(cluster: CalicoCluster, subject: Subject): Reach {
  const policies = orderedPolicies(cluster, subject);
  const tiers = orderedTiers(cluster.tiers);
  const known = new Set(tiers.map(({ name }) => name));
  const homeless = policies.filter(({ tier, selects }) => !known.has(tier) && selects !== 'no');
  const names = [...new Set(homeless.map(({ tier }) => tier))];
  const [unknown] = names;
  if (unknown === undefined) return reachThrough(tiers, policies);
  // Its place is not known: the answer holds if the tier changes nothing, first or last.
  const place = { name: unknown, defaultAction: 'Deny' };
  const orders = [tiers, [place, ...tiers], [...tiers, place]];
  const [reach, ...others] = orders.map((order) => reachThrough(order, policies));
  if (names.length === 1 && reach !== undefined && others.every(({ outcome }) => outcome === reach.outcome))
    return reach;
  return {
    outcome: 'undecided',
    reason: `${homeless[0]?.name}: it belongs to the tier ${unknown}, whose order is unknown`,
  };
}

function reachThrough(tiers: readonly CalicoTier[], policies: readonly OrderedPolicy[]): Reach {
  const ends: Reach[] = [];
  let doubt: string | null = null;
  let passedBy: string | null = null;
  for (const tier of tiers) {
    const way = followTier(
      tier,
      policies.filter((policy) => policy.tier === tier.name),
    );
    ends.push(...way.ends);
    doubt ??= way.doubt;
    passedBy = way.passedBy ?? passedBy;
    if (!way.continues) return agreed(ends, doubt);
  }
  const reason =
    passedBy === null
      ? 'no policy isolates its egress'
      : `${passedBy} passes it on, and no later tier decides`;
  return agreed([...ends, { outcome: 'open', reason }], doubt);
}

interface TierWay {
  /** How it may end here. */
  readonly ends: readonly Reach[];
  /** Whether a later tier may decide. */
  readonly continues: boolean;
  readonly passedBy: string | null;
  readonly doubt: string | null;
}

function followTier({ name: tier, defaultAction }: CalicoTier, policies: readonly OrderedPolicy[]): TierWay {
  const ends: Reach[] = [];
  let [doubt, isAbout, passedBy]: [string | null, Match, string | null] = [null, 'no', null];
  for (const { name, selects, rules } of policies) {
    if (selects === 'no') continue;
    if (selects === 'yes') isAbout = 'yes';
    else {
      doubt ??= `${name}: ${selects.unsure}`;
      if (isAbout === 'no') isAbout = selects;
    }
    for (const rule of rules) {
      if (rule.holds === 'no' || rule.action === 'log') continue;
      if (rule.action === 'pass') passedBy ??= rule.name;
      else ends.push(endOf(rule));
      if (rule.holds !== 'yes') doubt ??= `${rule.name}: ${rule.holds.unsure}`;
      else if (selects === 'yes') return { ends, continues: passedBy !== null, passedBy, doubt };
      else break;
    }
  }
  const isPassed = isAbout !== 'no' && defaultAction.toLowerCase() === 'pass';
  if (isPassed) passedBy ??= `the tier ${tier}`;
  else if (isAbout !== 'no') ends.push({ outcome: 'blocked', reason: 'no rule allows it' });
  return { ends, continues: passedBy !== null || isAbout !== 'yes', passedBy, doubt };
}

function endOf({ name, action }: CalicoEgressRule): Reach {
  if (action === 'allow') return { outcome: 'open', reason: `${name} allows it` };
  if (action === 'deny') return { outcome: 'blocked', reason: `${name} denies it` };
  return {
    outcome: 'undecided',
    reason: `${name} has the unknown action ${JSON.stringify(action.slice(0, 60))}`,
  };
}

/** The default tier is always there. */
function orderedTiers(tiers: readonly CalicoTier[]): readonly CalicoTier[] {
  const own = tiers.find(({ name }) => name === defaultTier);
  const all = [
    ...tiers.filter(({ name }) => name !== defaultTier),
    { name: defaultTier, order: own?.order ?? defaultTierOrder, defaultAction: own?.defaultAction ?? 'Deny' },
  ];
  const orderOf = ({ order }: CalicoTier) => order ?? Number.POSITIVE_INFINITY;
  return all.toSorted((a, b) => orderOf(a) - orderOf(b) || (a.name < b.name ? -1 : 1));
}

function agreed(ends: readonly Reach[], doubt: string | null): Reach {
  const [first] = ends;
  if (first !== undefined && ends.every(({ outcome }) => outcome === first.outcome)) return first;
  return { outcome: 'undecided', reason: doubt ?? 'the order of the policies is unknown' };
}

function orderedPolicies({ kubernetes, calico }: CalicoCluster, subject: Subject) {
  const ofKubernetes = kubernetes.filter((each) => isolates(each, subject)).map(kubernetesEntry);
  const ofCalico = calico.map(
    ({ name, tier = defaultTier, order = Number.POSITIVE_INFINITY, selects, rules }): OrderedPolicy => ({
      name,
      tier,
      order,
      selects: selects(subject),
      rules,
    }),
  );
  return [...ofCalico, ...ofKubernetes].toSorted((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}

function kubernetesEntry(policy: NetworkPolicy): OrderedPolicy {
  const name = policyName(policy);
  const rules = (policy.spec?.egress ?? []).map((rule, at) => ({
    name: `${name} egress[${at}]`,
    action: 'allow',
    holds: ruleOpens(rule),
  }));
  return { name, tier: defaultTier, order: kubernetesOrder, selects: 'yes', rules };
}
