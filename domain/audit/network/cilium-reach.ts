import {
  type CidrGroups,
  type CiliumEgressRule,
  type CiliumRule,
  deniesByDefault,
  egressRuleHolds,
  ruleSelects,
} from './cilium-policy.ts';
import { isolates, type NetworkPolicy } from './kubernetes-policy.ts';
import { doubtIn, type Opening, openingsOf, reachThrough } from './kubernetes-reach.ts';
import type { Reach, Subject } from './subject.ts';

interface CiliumCluster {
  readonly kubernetes: readonly NetworkPolicy[];
  readonly cilium: readonly CiliumRule[];
  readonly groups: CidrGroups;
}

/** Policies of Kubernetes and of Cilium add up; whatever Cilium denies, none of them allows. */
export function ciliumReach({ kubernetes, cilium, groups }: CiliumCluster, subject: Subject): Reach {
  const isolating = kubernetes.filter((each) => isolates(each, subject));
  const selecting = cilium.filter((each) => ruleSelects(each, subject));
  const denials = selecting.flatMap((rule) => rulesOf(rule, 'egressDeny', groups));
  const denial = denials.find(({ holds }) => holds === 'yes');
  if (denial !== undefined) return { outcome: 'blocked', reason: `${denial.name} denies it` };
  const allowed =
    isolating.length > 0 || selecting.some(deniesByDefault)
      ? reachThrough([
          ...isolating.flatMap(openingsOf),
          ...selecting.flatMap((rule) => rulesOf(rule, 'egress', groups)),
        ])
      : ({ outcome: 'open', reason: 'no policy isolates its egress' } as const);
  const doubt = doubtIn(denials);
  return allowed.outcome === 'blocked' || doubt === null ? allowed : { outcome: 'undecided', reason: doubt };
}

function rulesOf(rule: CiliumRule, section: 'egress' | 'egressDeny', groups: CidrGroups): readonly Opening[] {
  return (rule[section] ?? []).map((each: CiliumEgressRule, at) => ({
    name: `${rule.name}.${section}[${at}]`,
    holds: egressRuleHolds(each, groups),
  }));
}
