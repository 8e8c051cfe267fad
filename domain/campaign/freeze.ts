import { nameFirst } from '../text/name-first.ts';

/** A stop switch over all campaigns, from one moment to another; times are RFC 3339 UTC. */
export interface Freeze {
  readonly name: string;
  readonly from: string;
  /** Not included; null: until it is lifted. */
  readonly until: string | null;
  readonly by: string;
  readonly reason: string;
  /** null: it was not lifted. */
  readonly lifted: FreezeLift | null;
}

/** Who ended a freeze before its time, when (RFC 3339 UTC) and why. */
interface FreezeLift {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

export type FreezeVerdict =
  | { readonly frozen: false }
  | {
      readonly frozen: true;
      /** Milliseconds since the epoch, of the last to end of those in force; null: a person has to lift one. */
      readonly until: number | null;
      /** Of the one that ends last: anyone who lifts one begins with it. null: they cannot be read. */
      readonly name: string | null;
      readonly reason: string;
    };

/**
 * Whether nothing may be begun at `now` (ms since the epoch). A time that cannot be read counts as in force:
 * unreadable means frozen.
 */
export function judgeFreeze(freezes: readonly Freeze[], now: number): FreezeVerdict {
  const inForce = freezes.filter((freeze) => isInForce(freeze, now));
  const [longest, ...others] = inForce.toSorted((a, b) => endsOf(b) - endsOf(a));
  if (longest === undefined) return { frozen: false };
  const end = endsOf(longest);
  const more = others.map((freeze) => `freeze ${freeze.name}`);
  return {
    frozen: true,
    until: end === Number.POSITIVE_INFINITY ? null : end,
    name: longest.name,
    reason: nameFirst([`freeze ${longest.name} by ${longest.by}: ${longest.reason}`, ...more]),
  };
}

/** What still blocks campaigns once the freeze of this name is lifted; "": nothing. */
export function describeOtherFreezes(freezes: readonly Freeze[], lifted: string, now: number): string {
  const verdict = judgeFreeze(
    freezes.filter(({ name }) => name !== lifted),
    now,
  );
  return verdict.frozen ? ` Still in force: ${verdict.reason}` : '';
}

/** Unreadable means frozen. `why`: a clause without a full stop. */
export function unreadFreezes(why: string): FreezeVerdict & { readonly frozen: true } {
  return { frozen: true, until: null, name: null, reason: `the freezes could not be read: ${why}` };
}

/**
 * The freeze of this name that is in force or yet to come at `now` (ms); -1: there is none. One that is over or lifted
 * leaves its name to the next.
 */
export function standingFreeze(freezes: readonly Freeze[], name: string, now: number): number {
  return freezes.findIndex((each) => each.name === name && each.lifted === null && !isPast(each, now));
}

/** Why a freeze cannot be lifted, as a sentence; null: it can. */
export function refuseLift(freezes: readonly Freeze[], name: string, now: number): string | null {
  if (standingFreeze(freezes, name, now) !== -1) return null;
  const last = freezes.findLast((each) => each.name === name);
  if (last === undefined) return `There is no freeze named ${name}.`;
  return last.lifted === null
    ? `Freeze ${name} is over since ${last.until ?? ''}.`
    : `Freeze ${name} was lifted by ${last.lifted.by} at ${last.lifted.at}.`;
}

/** From when to when (ms; not included; Infinity: until it is lifted) freezes block campaigns; lifted ones do not. */
export function freezeSpans(
  freezes: readonly Freeze[],
): readonly { readonly opensAt: number; readonly closesAt: number }[] {
  return freezes
    .filter(({ lifted }) => lifted === null)
    .map((freeze) => {
      const from = Date.parse(freeze.from);
      return { opensAt: Number.isNaN(from) ? Number.NEGATIVE_INFINITY : from, closesAt: endsOf(freeze) };
    });
}

function isInForce({ from, until, lifted }: Freeze, now: number): boolean {
  if (lifted !== null) return false;
  const isBefore = now < Date.parse(from);
  return !isBefore && !isPast({ until }, now);
}

function isPast({ until }: Pick<Freeze, 'until'>, now: number): boolean {
  return until !== null && now >= Date.parse(until);
}

function endsOf({ until }: Freeze): number {
  const end = until === null ? Number.NaN : Date.parse(until);
  return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
}
