/** What others ask of a cluster, and which controls judge it. */
export interface Benchmark {
  /** "cis-kubernetes": a stable id. */
  readonly id: string;
  /** With its version. */
  readonly title: string;
  readonly source: string;
  /** Which of its items stand here, and why not the others. */
  readonly scope: string;
  readonly items: readonly BenchmarkItem[];
}

/** Why no control judges an item; manual: no object of a cluster shows it. */
export const reasonsNotJudged = {
  manual: 'manual',
  azure: 'run by Azure',
  'not-yet': 'not yet',
} as const;
export type ReasonNotJudged = keyof typeof reasonsNotJudged;

export interface BenchmarkItem {
  /** "5.2.3", "T1078.001": a prefix that ends at a dot names all items below it. */
  readonly id: string;
  readonly title: string;
  /** None where `notJudged`. */
  readonly controls: readonly string[];
  /** What the controls do not see of it; null: they judge all of it. */
  readonly partly: string | null;
  readonly notJudged: ReasonNotJudged | null;
}

/** `numbers`: the controls, "ENT-06 POD-01". `partly`: what they do not see. */
export function judged(
  id: string,
  title: string,
  numbers: string,
  partly: string | null = null,
): BenchmarkItem {
  return {
    id,
    title,
    controls: numbers.split(' ').map((each) => `SB-${each}`),
    partly,
    notJudged: null,
  };
}

export function skipped(id: string, title: string, notJudged: ReasonNotJudged): BenchmarkItem {
  return { id, title, controls: [], partly: null, notJudged };
}
