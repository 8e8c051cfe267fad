import type { PreflightCheck, PreflightFinding, PreflightLevel } from './preflight-finding.ts';

/** Block: what blocks holds the cluster. Warn: it is only said. Ignore: it is not looked at. */
type PreflightChoice = 'Block' | 'Warn' | 'Ignore';

export type PreflightPolicy = Readonly<Record<PreflightCheck, PreflightChoice>>;

/** A campaign that an older version started has no word on newer checks: they are not made. */
export function looksAt(policy: PreflightPolicy, check: PreflightCheck): boolean {
  return ['Block', 'Warn'].includes(policy[check]);
}

/** What may hold: the rest is not worth looking at where nobody is told of it. */
export function holdingPart(policy: PreflightPolicy): PreflightPolicy {
  const choices = Object.entries(policy).map(([check, choice]) => [
    check,
    choice === 'Block' ? 'Block' : 'Ignore',
  ]);
  return Object.fromEntries(choices) as PreflightPolicy;
}

const order: readonly PreflightLevel[] = ['blocker', 'unknown', 'warning', 'info'];

/** What is left of findings under a policy, the worst first. */
export function underPolicy(
  findings: readonly PreflightFinding[],
  policy: PreflightPolicy,
): readonly PreflightFinding[] {
  return findings
    .filter(({ check }) => looksAt(policy, check))
    .map((each) =>
      each.level === 'blocker' && policy[each.check] === 'Warn'
        ? { ...each, level: 'warning' as const }
        : each,
    )
    .toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}
