/** A finding as a later audit or scan recognizes it. */
export interface KnownFinding {
  /** Of the rule and the object alone: it holds while texts, lines and places change. */
  readonly fingerprint: string;
  /** How bad it is, as the audit or scan grades: "fail high", "BLOCK". */
  readonly level: string;
  /** How many things the finding names, where it names several: one more is worse. Absent: one. */
  readonly violations?: number;
}

/** What a comparison with known findings adds to a report. */
export interface KnownSummary {
  readonly known: number;
  /** Known ones that are no longer found, where the audit or scan would have found them. */
  readonly gone: readonly string[];
}

/** Each fingerprint once, at its worst and with the most violations, in order. `levels`: the worst first. */
export function asBaseline(
  findings: readonly KnownFinding[],
  levels: readonly string[],
): readonly KnownFinding[] {
  const worstLast = findings.toSorted(
    (a, b) => levels.indexOf(b.level) - levels.indexOf(a.level) || violationsOf(a) - violationsOf(b),
  );
  const worst = new Map(worstLast.map((each) => [each.fingerprint, each]));
  return [...worst.values()].toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}

/** Known is what was found before and has not become worse, in level or in number. `levels`: the worst first. */
export function knowing(
  findings: readonly KnownFinding[],
  levels: readonly string[],
): (finding: KnownFinding) => boolean {
  const known = new Map(findings.map((each) => [each.fingerprint, each]));
  return (finding) => {
    const before = known.get(finding.fingerprint);
    if (before === undefined || violationsOf(finding) > violationsOf(before)) return false;
    return levels.indexOf(before.level) <= levels.indexOf(finding.level);
  };
}

function violationsOf({ violations = 1 }: KnownFinding): number {
  return violations;
}

/** `isJudged`: whether a known finding would be found if it were still there. */
export function compareWithKnown(
  found: readonly KnownFinding[],
  baseline: readonly KnownFinding[],
  levels: readonly string[],
  isJudged: (finding: KnownFinding) => boolean,
): KnownSummary {
  const present = new Set(found.map(({ fingerprint }) => fingerprint));
  return {
    known: found.filter(knowing(baseline, levels)).length,
    gone: baseline
      .filter((each) => !present.has(each.fingerprint) && isJudged(each))
      .map(({ fingerprint }) => fingerprint),
  };
}
