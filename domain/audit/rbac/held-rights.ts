import type { Severity } from '../control/severity.ts';
import { resourceOf } from './rbac-view.ts';
import type { HeldRule, PolicyRule, Role } from './roles.ts';
import { coversResource, hasOrAll } from './rule-allows.ts';

/** A right that leads to others than those that it names. */
export interface Right {
  readonly what: string;
  /** With one account in all namespaces. */
  readonly severity: Severity;
  readonly verbs: readonly string[];
  /** "group/resource" or "group/resource/subresource"; "/pods/exec" of the core group. */
  readonly on: readonly string[];
  /** A binding in one namespace does not give it. */
  readonly isOfCluster?: true;
  /** Names that are as good as all: a rule for these alone counts in full. */
  readonly names?: RegExp;
  /** Where no verb and resource says it. */
  readonly matches?: (rule: PolicyRule) => boolean;
}

export interface HeldRight {
  readonly right: Right;
  readonly held: HeldRule;
  /** For named resources only, which do not lead further. */
  readonly isNamed: boolean;
}

/** Which of the rights the rules of a role give, each by the widest of its rules. */
export function heldRights({ rules }: Role, rights: readonly Right[]): readonly HeldRight[] {
  return rights.flatMap((right) => {
    const found = rules
      .filter(({ rule }) => gives(rule, right))
      .map((held) => ({ right, held, isNamed: isNamed(held.rule, right) }));
    return found.find((each) => !each.isNamed) ?? found[0] ?? [];
  });
}

/** Every verb on every resource. */
export function allowsEverything({
  verbs = [],
  apiGroups = [],
  resources = [],
  resourceNames = [],
}: PolicyRule): boolean {
  return [verbs, apiGroups, resources].every((each) => each.includes('*')) && resourceNames.length === 0;
}

/** "secrets (get,list secrets by ClusterRole/extra, aggregated into ClusterRole/view)" */
export function describeHeld({ right, held: { rule, from }, isNamed: named }: HeldRight, role: Role): string {
  const verbs = (rule.verbs ?? []).filter((verb) => verb === '*' || right.verbs.includes(verb));
  const resources = (rule.resources ?? []).filter((each) => isMeant(each, rule, right));
  const gathered = resourceOf(from) === resourceOf(role) ? '' : `, aggregated into ${resourceOf(role)}`;
  const limit = named ? ' for named resources only' : '';
  return `${right.what}${limit} (${verbs.join(',')} ${resources.join(',')} by ${resourceOf(from)}${gathered})`;
}

function gives(rule: PolicyRule, { verbs, on, matches }: Right): boolean {
  if (matches !== undefined) return matches(rule);
  return (
    verbs.some((verb) => hasOrAll(rule.verbs, verb)) && on.some((each) => coversResource(rule, partsOf(each)))
  );
}

function isMeant(resource: string, rule: PolicyRule, { on, matches }: Right): boolean {
  if (matches !== undefined) return true;
  return on.some((each) => coversResource({ ...rule, resources: [resource] }, partsOf(each)));
}

function partsOf(text: string): {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
} {
  const [group = '', resource = '', subresource = ''] = text.split('/');
  return { group, resource, subresource };
}

function isNamed({ resourceNames = [] }: PolicyRule, { names }: Right): boolean {
  return resourceNames.length > 0 && !resourceNames.some((each) => names?.test(each) === true);
}
