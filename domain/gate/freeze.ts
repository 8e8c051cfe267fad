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
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return {
    frozen: true,
    until: end === Number.POSITIVE_INFINITY ? null : end,
    reason: `freeze ${longest.name} by ${longest.by}: ${longest.reason}${more}`,
  };
}

function isInForce({ from, until, lifted }: Freeze, now: number): boolean {
  if (lifted !== null) return false;
  const isBefore = now < Date.parse(from);
  const isAfter = until !== null && now >= Date.parse(until);
  return !isBefore && !isAfter;
}

function endsOf({ until }: Freeze): number {
  const end = until === null ? Number.NaN : Date.parse(until);
  return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
}
