/** Whether something applies, or why that is undecided. */
export type Match = 'yes' | 'no' | Unsure;

interface Unsure {
  readonly unsure: string;
}

export function unsure(why: string): Match {
  return { unsure: why };
}

/** One of them has to: what is certain counts before what is not. */
export function anyOf(matches: readonly Match[]): Match {
  if (matches.includes('yes')) return 'yes';
  return matches.find((each) => each !== 'no') ?? 'no';
}

/** All of them have to. */
export function allOf(matches: readonly Match[]): Match {
  if (matches.includes('no')) return 'no';
  return matches.find((each) => each !== 'yes') ?? 'yes';
}

export function not(match: Match): Match {
  if (match === 'yes') return 'no';
  return match === 'no' ? 'yes' : match;
}

export function asMatch(isSo: boolean): Match {
  return isSo ? 'yes' : 'no';
}
