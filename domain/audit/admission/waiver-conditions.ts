import { matchesGlob } from '../../text/glob.ts';
import { whyVoid } from '../control/apply-waiver.ts';
import type { ControlWaiver } from '../control/control-waiver.ts';
import { namespaceOf } from '../control/resource-namespace.ts';
import type { MatchCondition } from './admission-policy.ts';

/** A policy may have 64 conditions. */
const mostConditions = 60;

/** What the waivers of a control make of its policy, or why they cannot. */
export type Exclusions =
  | { readonly conditions: readonly MatchCondition[]; readonly waivers: readonly ControlWaiver[] }
  | { readonly why: string };

/**
 * Namespaces that a policy does not judge, since a waiver that holds at `now` covers the control there. A waiver of a part of a namespace
 * has no equivalent: a policy sees pods, not whose they are. `namespaces`: the policy is bound to these alone; empty: to all.
 */
export function exclusionsOf(
  control: string,
  waivers: readonly ControlWaiver[],
  namespaces: readonly string[],
  now: number,
): Exclusions {
  const own = waivers.filter(
    (each) => matchesGlob(each.control, control) && whyVoid(each, now) === null && touches(each, namespaces),
  );
  const partial = own.find(
    ({ namespace, resource, severity }) => resource !== null || severity !== null || namespace === null,
  );
  if (partial !== undefined) return { why: describePartial(partial) };
  if (own.length > mostConditions)
    return { why: `${own.length} waivers are more than a policy can have exclusions` };
  return {
    waivers: own,
    conditions: own.map(({ namespace }, at) => ({
      name: `waived-${at}`,
      expression: `!request.namespace.matches(${JSON.stringify(asRegex(namespace ?? '*'))})`,
    })),
  };
}

function touches({ namespace, resource }: ControlWaiver, namespaces: readonly string[]): boolean {
  const pattern = namespace ?? (resource === null ? null : namespaceOf(resource));
  return namespaces.length === 0 || pattern === null || namespaces.some((each) => matchesGlob(pattern, each));
}

function describePartial({ owner, resource, severity }: ControlWaiver): string {
  if (resource !== null)
    return `the waiver of ${owner} is for ${resource}, and a policy does not see whose pods it judges: waive the namespace, or name the others with --namespace`;
  return severity === null
    ? `the waiver of ${owner} covers every namespace`
    : `the waiver of ${owner} ends at severity ${severity}, which a policy does not know: waive the namespace, or name the others with --namespace`;
}

/** `*` and `?` as RE2 has them. */
function asRegex(glob: string): string {
  const escaped = glob.replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`);
  return `^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`;
}
