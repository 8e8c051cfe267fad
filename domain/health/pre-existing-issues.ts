import type { HealthBaseline } from './health-baseline.ts';

/** What was unhealthy when a cluster's health baseline was taken: it blocks nothing. */
export interface PreExistingIssues {
  readonly count: number;
  /** The first few, in words. */
  readonly first: readonly string[];
  /** What the campaign had done to the cluster before, which may have caused it: "attempt 1"; absent: nothing. */
  readonly after?: string;
}

const mostNamed = 3;
const longest = 100;

/** null: all was well. */
export function preExistingIssues(
  { counts, first }: Pick<HealthBaseline, 'counts' | 'first'>,
  after: string | null = null,
): PreExistingIssues | null {
  const count = Object.values(counts).reduce((sum, each) => sum + each, 0);
  if (count === 0) return null;
  const short = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
  return { count, first: first.slice(0, mostNamed).map(short), ...(after === null ? {} : { after }) };
}

/** "4 pre-existing issues (not blocking): a; b; c; and 1 more", "1 issue after attempt 1 (not blocking): a" */
export function describePreExistingIssues({ count, first, after }: PreExistingIssues): string {
  const noun = count === 1 ? 'issue' : 'issues';
  const issues = after === undefined ? `pre-existing ${noun}` : `${noun} after ${after}`;
  const more = count > first.length ? [`and ${count - first.length} more`] : [];
  return `${count} ${issues} (not blocking): ${[...first, ...more].join('; ')}`;
}
