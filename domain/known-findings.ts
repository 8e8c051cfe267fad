/** One violation as a later audit or scan recognizes it. */
export interface KnownFinding {
  /** Of the rule, the object and what of it violates the rule: it holds while texts, lines and places change. */
  readonly fingerprint: string;
  /** How bad it is, as the audit or scan grades: "fail high", "BLOCK". */
  readonly level: string;
}

/** A finding, which may be of several violations. */
export interface GradedFinding extends Pick<KnownFinding, 'level'> {
  readonly fingerprints: readonly string[];
}

/** What a comparison with known findings adds to a report. */
export interface KnownSummary {
  readonly known: number;
  /** Known violations that are no longer found, where the audit or scan would have found them. */
  readonly gone: readonly string[];
}

/** Each violation once, at its worst, in order. `levels`: the worst first. */
export function asBaseline(
  findings: readonly GradedFinding[],
  levels: readonly string[],
): readonly KnownFinding[] {
  return worstOfEach(findings.flatMap(violationsOf), levels);
}

/** The findings of several baselines as those of one. */
export function joinBaselines(
  baselines: readonly (readonly KnownFinding[])[],
  levels: readonly string[],
): readonly KnownFinding[] {
  return worstOfEach(baselines.flat(), levels);
}

/** Known is what was found before, in every violation, and has not become worse. `levels`: the worst first. */
export function knowing(
  baseline: readonly KnownFinding[],
  levels: readonly string[],
): (finding: GradedFinding) => boolean {
  const known = new Map(baseline.map(({ fingerprint, level }) => [fingerprint, levels.indexOf(level)]));
  return ({ fingerprints, level }) => {
    const now = levels.indexOf(level);
    return fingerprints.every((each) => (known.get(each) ?? levels.length) <= now);
  };
}

/** `isJudged`: whether a known violation would be found if it were still there. */
export function compareWithKnown(
  found: readonly GradedFinding[],
  baseline: readonly KnownFinding[],
  levels: readonly string[],
  isJudged: (finding: KnownFinding) => boolean,
): KnownSummary {
  const present = new Set(found.flatMap(({ fingerprints }) => fingerprints));
  return {
    known: found.filter(knowing(baseline, levels)).length,
    gone: baseline
      .filter((each) => !present.has(each.fingerprint) && isJudged(each))
      .map(({ fingerprint }) => fingerprint),
  };
}

function violationsOf({ fingerprints, level }: GradedFinding): readonly KnownFinding[] {
  return fingerprints.map((fingerprint) => ({ fingerprint, level }));
}

function worstOfEach(findings: readonly KnownFinding[], levels: readonly string[]): readonly KnownFinding[] {
  const worstLast = findings.toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level));
  const worst = new Map(worstLast.map((each) => [each.fingerprint, each]));
  return [...worst.values()].toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}
