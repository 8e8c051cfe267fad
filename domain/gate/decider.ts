/** Who decides: anybody where no one is named, but never the one who started the campaign. */
export interface DeciderQuestion {
  readonly by: string;
  readonly startedBy: string;
  /** Empty: anybody. */
  readonly approvers: readonly string[];
  /** What is decided, such as "gate test". */
  readonly what: string;
}

/** Why someone's word does not count, as the end of a sentence; null: it counts. */
export function refuseDecider({ by, startedBy, approvers, what }: DeciderQuestion): string | null {
  if (by.trim() === '') return `${what} has to know who approves`;
  if (isSamePerson(by, startedBy))
    return `${by} started the campaign; someone else must decide about ${what}`;
  if (approvers.length > 0 && !approvers.some((each) => isSamePerson(each, by)))
    return `${by} is not an approver of ${what}; ${approvers.join(' or ')} may decide`;
  return null;
}

export function isSamePerson(a: string, b: string): boolean {
  return people([a, b]).size === 1;
}

/** Sign-in names do not differ by case. */
export function people(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.trim().toLowerCase()));
}
