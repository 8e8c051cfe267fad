import type { LabelSelector } from '../kubernetes/api-objects.ts';
import { labelsMatch } from '../kubernetes/labels-match.ts';
import { remembered } from './remembered.ts';
import type { RawRole } from './roles.ts';

interface Aggregation {
  /** The roles whose own rules a role has. */
  readonly sources: ReadonlyMap<RawRole, readonly RawRole[]>;
  /** Roles that others gather. */
  readonly gathered: ReadonlySet<RawRole>;
}

/**
 * For each ClusterRole those whose own rules it has: itself, or all that its aggregation rule selects, themselves aggregated or
 * not, as the controller writes them. Rules by hand in an aggregated role are overwritten, unless there is nothing to gather: then the
 * controller leaves them (seen on a real control plane: it applies an empty list, which it does not own). Roles that select each
 * other in a circle count with the rules of all, since whose win depends on the order.
 */
export function aggregate(roles: readonly RawRole[]): Aggregation {
  const selectedBy = selectors(roles);
  const within = remembered((role: RawRole): ReadonlySet<RawRole> => {
    const found = new Set([role]);
    for (const each of found) for (const part of selectedBy(each)) found.add(part);
    return found;
  });
  const keepsOwn = remembered(
    (role: RawRole): boolean =>
      role.aggregationRule === undefined ||
      [...within(role)].every((each) => (each.rules ?? []).length === 0 || within(each).has(role)),
  );
  return {
    sources: new Map(roles.map((role) => [role, [...within(role)].filter(keepsOwn)])),
    gathered: new Set(roles.flatMap(selectedBy)),
  };
}

/** What a role selects. Looked up by the first label that a selector names, since hundreds of roles select among thousands. */
function selectors(roles: readonly RawRole[]): (role: RawRole) => readonly RawRole[] {
  const byLabel = Map.groupBy(
    roles.flatMap((role) => Object.entries(role.metadata?.labels ?? {}).map((label) => ({ label, role }))),
    ({ label }) => JSON.stringify(label),
  );
  const candidates = ({ matchLabels = {} }: LabelSelector): readonly RawRole[] => {
    const [first] = Object.entries(matchLabels);
    return first === undefined ? roles : (byLabel.get(JSON.stringify(first)) ?? []).map(({ role }) => role);
  };
  return remembered((role: RawRole) =>
    (role.aggregationRule?.clusterRoleSelectors ?? []).flatMap((selector: LabelSelector) =>
      candidates(selector).filter(({ metadata }) => labelsMatch(selector, metadata?.labels ?? {})),
    ),
  );
}
