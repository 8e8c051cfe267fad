import type { LabelSelector } from '../kubernetes/api-objects.ts';
import { labelsMatch } from '../kubernetes/labels-match.ts';
import type { RawRole } from './roles.ts';

/**
 * Roles with an aggregation rule get the rules of all that it selects, as the controller writes them; rules of their own it
 * overwrites. Those may be aggregated themselves.
 */
export function aggregate(roles: readonly RawRole[]): readonly RawRole[] {
  const rulesOf = (role: RawRole, above: ReadonlySet<RawRole>): NonNullable<RawRole['rules']> => {
    const selectors = role.aggregationRule?.clusterRoleSelectors;
    if (selectors === undefined) return role.rules ?? [];
    const parts = roles.filter(
      (each) => !above.has(each) && selectors.some((selector) => selects(selector, each)),
    );
    return parts.flatMap((part) => rulesOf(part, new Set([...above, part])));
  };
  return roles.map((role) => ({ ...role, rules: rulesOf(role, new Set([role])) }));
}

function selects(selector: LabelSelector, { metadata }: RawRole): boolean {
  return labelsMatch(selector, metadata?.labels ?? {});
}
