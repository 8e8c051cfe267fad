import { isolates, type NetworkPolicy, policyName, ruleOpens } from './kubernetes-policy.ts';
import type { Match } from './match.ts';
import type { Reach, Subject } from './subject.ts';

/** A rule that may let a pod through. */
export interface Opening {
  /** "NetworkPolicy/shop/allow-all egress[0]" */
  readonly name: string;
  readonly holds: Match;
}

/** Allow-lists add up: isolated by any policy, a pod may do what any of their rules allows. */
export function kubernetesReach(policies: readonly NetworkPolicy[], subject: Subject): Reach {
  const isolating = policies.filter((each) => isolates(each, subject));
  if (isolating.length === 0) return { outcome: 'open', reason: 'no policy isolates its egress' };
  return reachThrough(isolating.flatMap(openingsOf));
}

export function openingsOf(policy: NetworkPolicy): readonly Opening[] {
  return (policy.spec?.egress ?? []).map((rule, at) => ({
    name: `${policyName(policy)} egress[${at}]`,
    holds: ruleOpens(rule),
  }));
}

/** What an isolated pod reaches. */
export function reachThrough(openings: readonly Opening[]): Reach {
  const open = openings.find(({ holds }) => holds === 'yes');
  if (open !== undefined) return { outcome: 'open', reason: `${open.name} allows it` };
  const doubtful = doubtIn(openings);
  return doubtful === null
    ? { outcome: 'blocked', reason: 'no rule allows it' }
    : { outcome: 'undecided', reason: doubtful };
}

/** The first undecided rule, and why; null: there is none. */
export function doubtIn(openings: readonly Opening[]): string | null {
  for (const { name, holds } of openings)
    if (holds !== 'yes' && holds !== 'no') return `${name}: ${holds.unsure}`;
  return null;
}
