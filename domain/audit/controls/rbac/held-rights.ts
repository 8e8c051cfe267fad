import type { Severity } from '../../control/severity.ts';
import { resourceOf } from '../../rbac/rbac-view.ts';
import { remembered } from '../../rbac/remembered.ts';
import type { HeldRule, PolicyRule, Role } from '../../rbac/roles.ts';
import { coversResource, hasOrAll } from '../../rbac/rule-allows.ts';

/** A right that leads to others than those that it names. */
export interface Right {
  /** What is done with what it is on: "write". It stays when `what` is worded anew. */
  readonly id: string;
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
  /** On what a rule gives it, where `on` does not say it. */
  readonly covers?: (rule: PolicyRule) => readonly string[];
}

export interface HeldRight {
  readonly right: Right;
  readonly held: HeldRule;
  /** For named resources only, which do not lead further. */
  readonly isNamed: boolean;
  /** What it amounts to, by all rules that give as much: "write apps/deployments". */
  readonly facts: readonly string[];
}

/**
 * Finds which of the rights a role gives, in their order, each by the first of its widest rules. Rules and roles are judged once,
 * since hundreds of roles may gather the same rules and thousands of bindings refer to them.
 */
export function openRights(rights: readonly Right[]): (role: Role) => readonly HeldRight[] {
  const ofRule = remembered(rightsOfRule(rights));
  return remembered(({ rules }: Role) => {
    const widest = new Map<Right, HeldRight>();
    for (const held of rules)
      for (const found of ofRule(held)) {
        const other = widest.get(found.right);
        if (other === undefined || (other.isNamed && !found.isNamed)) widest.set(found.right, found);
        else if (other.isNamed === found.isNamed)
          widest.set(found.right, { ...other, facts: [...new Set([...other.facts, ...found.facts])] });
      }
    return rights.flatMap((right) => widest.get(right) ?? []);
  });
}

/** All that one rule gives. */
export function rightsOfRule(rights: readonly Right[]): (held: HeldRule) => readonly HeldRight[] {
  return (held) =>
    rights
      .filter((right) => gives(held.rule, right))
      .map((right) => ({
        right,
        held,
        isNamed: isNamed(held.rule, right),
        facts: factsOf(held.rule, right),
      }));
}

/** "secrets (get,list secrets by ClusterRole/extra, aggregated into ClusterRole/view)" */
export function describeHeld({ right, held: { rule, from }, isNamed: named }: HeldRight, role: Role): string {
  const isOfRight = (verb: string) =>
    right.matches !== undefined || verb === '*' || right.verbs.includes(verb);
  const verbs = (rule.verbs ?? []).filter(isOfRight);
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

function factsOf(rule: PolicyRule, { id, on, covers }: Right): readonly string[] {
  const where =
    covers?.(rule) ??
    on.filter((each) => coversResource(rule, partsOf(each))).map((each) => each.replace(/^\//, ''));
  return where.length === 0 ? [id] : where.map((each) => `${id} ${each}`);
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
