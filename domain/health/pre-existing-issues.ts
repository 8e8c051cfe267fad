import type { HealthBaseline } from './health-baseline.ts';

/** What was unhealthy before the first change of a cluster: it blocks nothing. */
export interface PreExistingIssues {
  readonly count: number;
  /** The first few, in words. */
  readonly first: readonly string[];
}

const mostNamed = 3;
const longest = 100;

/** null: all was well. */
export function preExistingIssues({ counts, first }: HealthBaseline): PreExistingIssues | null {
  const count = Object.values(counts).reduce((sum, each) => sum + each, 0);
  if (count === 0) return null;
  const short = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
  return { count, first: first.slice(0, mostNamed).map(short) };
}

/** "4 things were not well before and hold nothing up: a; b; c; and 1 more" */
export function describePreExistingIssues({ count, first }: PreExistingIssues): string {
  const things = count === 1 ? '1 thing was' : `${count} things were`;
  const more = count > first.length ? [`and ${count - first.length} more`] : [];
  return `${things} not well before and ${count === 1 ? 'holds' : 'hold'} nothing up: ${[...first, ...more].join('; ')}`;
}
