import { type CalicoPolicy, calicoPolicySelects, calicoRuleHolds } from './calico-policy.ts';
import { isolates, type NetworkPolicy, policyName, ruleOpens } from './kubernetes-policy.ts';
import type { Match } from './match.ts';
import type { Reach, Subject } from './subject.ts';

/** Where Calico puts the policies of Kubernetes among its own. */
const kubernetesOrder = 1000;

interface OrderedPolicy {
  readonly name: string;
  readonly order: number;
  readonly selects: Match;
  readonly rules: readonly OrderedRule[];
}

interface OrderedRule {
  readonly name: string;
  readonly action: string;
  readonly holds: Match;
}

interface CalicoCluster {
  readonly kubernetes: readonly NetworkPolicy[];
  readonly calico: readonly CalicoPolicy[];
  readonly hasNetworkSets: boolean;
}

/**
 * Calico asks its policies in their order, those without one last, and each one's rules from the top; the first that holds decides.
 * Where a policy is about the pod and no rule holds, the pod may not; where none is, it may.
 * An undecided rule is followed both ways: if both end alike, that is the answer.
 */
export function calicoReach(cluster: CalicoCluster, subject: Subject): Reach {
  const policies = orderedPolicies(cluster, subject);
  const ends: Reach[] = [];
  let [doubt, isAbout]: [string | null, Match] = [null, 'no'];
  for (const { name, selects, rules } of policies) {
    if (selects === 'no') continue;
    if (selects === 'yes') isAbout = 'yes';
    else {
      doubt ??= `${name}: ${selects.unsure}`;
      if (isAbout === 'no') isAbout = selects;
    }
    for (const rule of rules) {
      if (rule.holds === 'no' || rule.action === 'log') continue;
      const end = endOf(rule);
      ends.push(end);
      if (end.outcome === 'undecided') doubt ??= end.reason;
      if (rule.holds !== 'yes') doubt ??= `${rule.name}: ${rule.holds.unsure}`;
      else if (selects === 'yes') return agreed(ends, doubt);
      else break;
    }
  }
  if (isAbout !== 'no') ends.push({ outcome: 'blocked', reason: 'no rule allows it' });
  if (isAbout !== 'yes') ends.push({ outcome: 'open', reason: 'no policy isolates its egress' });
  return agreed(ends, doubt);
}

/** Pass hands the decision on to other tiers and profiles. */
function endOf({ name, action }: OrderedRule): Reach {
  if (action === 'allow') return { outcome: 'open', reason: `${name} allows it` };
  if (action === 'deny') return { outcome: 'blocked', reason: `${name} denies it` };
  return { outcome: 'undecided', reason: `${name} passes it to the next tier` };
}

function agreed(ends: readonly Reach[], doubt: string | null): Reach {
  const [first] = ends;
  if (first !== undefined && ends.every(({ outcome }) => outcome === first.outcome)) return first;
  return { outcome: 'undecided', reason: doubt ?? 'the order of the policies is unknown' };
}

function orderedPolicies({ kubernetes, calico, hasNetworkSets }: CalicoCluster, subject: Subject) {
  const ofKubernetes = kubernetes.filter((each) => isolates(each, subject)).map(kubernetesEntry);
  const ofCalico = calico.map((each) => calicoEntry(each, subject, hasNetworkSets));
  return [...ofCalico, ...ofKubernetes].toSorted((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}

function kubernetesEntry(policy: NetworkPolicy): OrderedPolicy {
  const name = policyName(policy);
  const rules = (policy.spec?.egress ?? []).map((rule, at) => ({
    name: `${name} egress[${at}]`,
    action: 'allow',
    holds: ruleOpens(rule),
  }));
  return { name, order: kubernetesOrder, selects: 'yes', rules };
}

function calicoEntry(policy: CalicoPolicy, subject: Subject, hasNetworkSets: boolean): OrderedPolicy {
  const { name, spec } = policy;
  const rules = (spec.egress ?? []).map((rule, at) => ({
    name: `${name} egress[${at}]`,
    action: (rule.action ?? '').toLowerCase(),
    holds: calicoRuleHolds(rule, hasNetworkSets),
  }));
  return {
    name,
    order: spec.order ?? Number.POSITIVE_INFINITY,
    selects: selectsForSure(policy, subject),
    rules,
  };
}

/** What a staged policy or one of another tier does is not known here. */
function selectsForSure(policy: CalicoPolicy, subject: Subject): Match {
  const selects = calicoPolicySelects(policy, subject);
  if (selects === 'no') return 'no';
  if (policy.isStaged) return { unsure: 'the policy is staged' };
  const { tier = 'default' } = policy.spec;
  return tier === 'default' ? selects : { unsure: `it belongs to the tier ${tier}` };
}
