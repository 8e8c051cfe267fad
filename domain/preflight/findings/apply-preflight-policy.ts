import type { PreflightCheck, PreflightChoice, PreflightPolicy } from '../../campaign/preflight-policy.ts';
import type { PreflightFinding, PreflightLevel } from './preflight-finding.ts';

export function isChecked(policy: PreflightPolicy, check: PreflightCheck): boolean {
  return policy[check] !== 'Ignore';
}

/** What may block: the rest need not be checked where it is not reported. */
export function holdingPart(policy: PreflightPolicy): PreflightPolicy {
  const { removedApisMode, removedApisWaivers, ...choices } = policy;
  const holding = Object.entries(choices).map(([check, choice]) => [
    check,
    choice === 'Block' ? 'Block' : 'Ignore',
  ]);
  return {
    ...(Object.fromEntries(holding) as PreflightPolicy),
    removedApisMode,
    removedApisWaivers,
  };
}

/** Checks for which not knowing is as bad as knowing the worst: what an upgrade takes away does not come back. */
export const holdsUnknown: readonly PreflightCheck[] = ['removedApis'];

const order: readonly PreflightLevel[] = ['blocker', 'unknown', 'warning', 'info'];

/** What is left of findings under a policy, the worst first. */
export function underPolicy(
  findings: readonly PreflightFinding[],
  policy: PreflightPolicy,
): readonly PreflightFinding[] {
  return findings
    .filter(({ check }) => isChecked(policy, check))
    .map((each) => ({ ...each, level: levelUnder(policy[each.check], each) }))
    .toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

function levelUnder(choice: PreflightChoice, { check, level }: PreflightFinding): PreflightLevel {
  if (level === 'blocker') return choice === 'Warn' ? 'warning' : 'blocker';
  return level === 'unknown' && choice === 'Block' && holdsUnknown.includes(check) ? 'blocker' : level;
}
