import type { ProvenIdentity } from './proven-identity.ts';

/** Who decides: anybody where no one is named, but never the one who started the campaign. */
export interface DeciderQuestion {
  readonly by: string;
  readonly startedBy: string;
  /** Empty: anybody. */
  readonly approvers: readonly string[];
  /** Whom an Entra token proves `by` to be; absent: a name, which is compared as it is. */
  readonly identity?: Pick<ProvenIdentity, 'standsFor' | 'lacksGroups'> | undefined;
  /** What is decided, such as "gate test". */
  readonly what: string;
}

/** Why someone's word does not count, as the end of a sentence; null: it counts. */
export function refuseDecider({ by, startedBy, approvers, identity, what }: DeciderQuestion): string | null {
  if (by.trim() === '') return `${what} has to know who approves`;
  if (isSamePerson(by, startedBy))
    return `${by} started the campaign; who may decide about ${what}: ${describeDeciders(decidersOf(approvers, startedBy))}`;
  const isApprover = (each: string) =>
    identity === undefined ? isSamePerson(each, by) : identity.standsFor.includes(each);
  if (approvers.length === 0 || approvers.some(isApprover)) return null;
  const overage = identity?.lacksGroups
    ? ' (Entra names no groups in a token of a member of more than 200: name an app role or the object id)'
    : '';
  return `${by} is not an approver of ${what}; ${approvers.join(' or ')} may decide${overage}`;
}

/** Whose word counts. */
export interface Deciders {
  /** null: anyone; empty: no one is left of those the file names. */
  readonly from: readonly string[] | null;
  /** But not of these: the initiator, and who has spoken already. */
  readonly except: readonly string[];
}

export function decidersOf(
  approvers: readonly string[],
  startedBy: string,
  spoken: readonly string[] = [],
): Deciders {
  const except = distinctPeople([startedBy, ...spoken]);
  const from = approvers.filter((each) => !except.some((other) => isSamePerson(other, each)));
  return { from: approvers.length === 0 ? null : from, except };
}

/** "bob or carol", "anyone but alice" */
export function describeDeciders({ from, except }: Deciders): string {
  if (from === null) return `anyone but ${except.join(' or ')}`;
  return from.length === 0
    ? `no one, as no approver is left besides ${except.join(' and ')}`
    : from.join(' or ');
}

export function isExcluded({ except }: Deciders, person: string): boolean {
  return except.some((each) => isSamePerson(each, person));
}

/** Each once, as first written. */
export function distinctPeople(names: readonly string[]): readonly string[] {
  return names.filter((each, index) => names.findIndex((other) => isSamePerson(other, each)) === index);
}

export function isSamePerson(a: string, b: string): boolean {
  return people([a, b]).size === 1;
}

/** Sign-in names do not differ by case; a verified identity is known by its object id (`describeIdentity`). */
export function people(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => objectIdOf(name) ?? name.trim().toLowerCase()));
}

function objectIdOf(name: string): string | undefined {
  return / \(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)$/.exec(name)?.[1];
}
