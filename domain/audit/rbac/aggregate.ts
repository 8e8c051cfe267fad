import type { LabelSelector } from '../kubernetes/api-objects.ts';
import { labelsMatch } from '../kubernetes/labels-match.ts';
import type { PolicyRule, RawRole } from './roles.ts';

interface GatheredRules<R> {
  readonly rules: readonly PolicyRule[];
  readonly from: R;
}

/**
 * The rules of each ClusterRole with the role that states them. One with an aggregation rule has those of all that it selects, as
 * the controller writes them; rules of its own it overwrites. Those may be aggregated themselves, in circles, too.
 */
export function aggregate<R extends RawRole>(
  roles: readonly R[],
): ReadonlyMap<R, readonly GatheredRules<R>[]> {
  const selectedBy = selectors(roles);
  return new Map(
    roles.map((role) => [
      role,
      reachable(role, selectedBy)
        .filter((each) => each.aggregationRule === undefined)
        .map((from) => ({ rules: from.rules ?? [], from })),
    ]),
  );
}

/** The role and all that it gathers, directly or through others. */
function reachable<R extends RawRole>(role: R, selectedBy: (role: R) => readonly R[]): readonly R[] {
  const found = new Set([role]);
  for (const each of found) for (const part of selectedBy(each)) found.add(part);
  return [...found];
}

/** What a role selects. Looked up by the first label that a selector names, since hundreds of roles select among thousands. */
function selectors<R extends RawRole>(roles: readonly R[]): (role: R) => readonly R[] {
  const byLabel = Map.groupBy(
    roles.flatMap((role) => Object.entries(role.metadata?.labels ?? {}).map((label) => ({ label, role }))),
    ({ label }) => JSON.stringify(label),
  );
  const candidates = ({ matchLabels = {} }: LabelSelector): readonly R[] => {
    const [first] = Object.entries(matchLabels);
    return first === undefined ? roles : (byLabel.get(JSON.stringify(first)) ?? []).map(({ role }) => role);
  };
  const selected = new Map<R, readonly R[]>();
  return (role) => {
    const known = selected.get(role);
    if (known !== undefined) return known;
    const found = (role.aggregationRule?.clusterRoleSelectors ?? []).flatMap((selector: LabelSelector) =>
      candidates(selector).filter(({ metadata }) => labelsMatch(selector, metadata?.labels ?? {})),
    );
    selected.set(role, found);
    return found;
  };
}
