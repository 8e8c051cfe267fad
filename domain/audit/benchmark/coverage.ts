import { type Benchmark, type ReasonNotJudged, reasonsNotJudged } from './benchmark.ts';
import { benchmarks, type NamedItem } from './benchmarks.ts';

/** A benchmark with those of its items that count here. */
export interface Covered extends Omit<Benchmark, 'items'> {
  readonly judged: number;
  /** Of the judged ones: those that controls do not see all of. */
  readonly partly: number;
  /** How many are not judged for each reason. */
  readonly notJudged: Readonly<Partial<Record<ReasonNotJudged, number>>>;
  readonly items: readonly NamedItem[];
}

/** Of each benchmark that has one of these items. */
export function coverageOf(items: readonly NamedItem[]): readonly Covered[] {
  return benchmarks.flatMap(({ id, title, source, scope }) => {
    const own = items.filter(({ benchmark }) => benchmark === id);
    if (own.length === 0) return [];
    const skipped = own.flatMap(({ notJudged }) => notJudged ?? []);
    const counts = [...Map.groupBy(skipped, (each) => each)].map(([reason, all]) => [reason, all.length]);
    return [
      {
        id,
        title,
        source,
        scope,
        judged: own.length - skipped.length,
        partly: own.filter(({ partly }) => partly !== null).length,
        notJudged: Object.fromEntries(counts) as Covered['notJudged'],
        items: own,
      },
    ];
  });
}

/** "25 of 35 items judged (6 in part); not judged: 3 manual, 2 run by Azure" */
export function describeCoverage({ items, judged, partly, notJudged }: Covered): string {
  const skipped = Object.entries(notJudged).map(
    ([reason, count]) => `${count} ${reasonsNotJudged[reason as ReasonNotJudged]}`,
  );
  const inPart = partly === 0 ? '' : ` (${partly} in part)`;
  const others = skipped.length === 0 ? '' : `; not judged: ${skipped.join(', ')}`;
  return `${judged} of ${items.length} items judged${inPart}${others}`;
}

/** "SB-ENT-06, SB-ENT-08; in part: ...", or why no control judges an item. */
export function describeItem({ controls, partly, notJudged }: NamedItem): string {
  if (notJudged !== null) return `not judged: ${reasonsNotJudged[notJudged]}`;
  return `${controls.join(', ')}${partly === null ? '' : `; in part: ${partly}`}`;
}
