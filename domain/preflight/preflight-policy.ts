import type { PreflightCheck, PreflightFinding, PreflightLevel } from './preflight-finding.ts';

/** Block: what blocks holds the cluster. Warn: it is only said. Ignore: it is not looked at. */
type PreflightChoice = 'Block' | 'Warn' | 'Ignore';

export type PreflightPolicy = Readonly<Record<PreflightCheck, PreflightChoice>>;

const order: readonly PreflightLevel[] = ['blocker', 'unknown', 'warning', 'info'];

/** What is left of findings under a policy, the worst first. */
export function underPolicy(
  findings: readonly PreflightFinding[],
  policy: PreflightPolicy,
): readonly PreflightFinding[] {
  return findings
    .filter(({ check }) => policy[check] !== 'Ignore')
    .map((each) =>
      each.level === 'blocker' && policy[each.check] === 'Warn'
        ? { ...each, level: 'warning' as const }
        : each,
    )
    .toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}
