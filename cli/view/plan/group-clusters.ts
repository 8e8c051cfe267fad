import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import { plural } from '../terminal/plural.ts';

const mostListed = 3;
/** Two are as quickly read one by one. */
const fewestAlike = 3;
/** What several clusters share is said once: a note, or why they are skipped. */
const several = 2;

/**
 * Clusters that differ in nothing but their names, in the order of the first of each, and those that are skipped for the same reason; a
 * small group of others is split into its clusters.
 */
export function groupAlike(clusters: readonly ClusterPlan[]): readonly (readonly ClusterPlan[])[] {
  const alike = Map.groupBy(clusters, ({ steps, blocked, warnings, window }) =>
    JSON.stringify([steps, blocked, warnings, window]),
  );
  return [...alike.values()].flatMap((group) =>
    group.length < (group[0]!.blocked.length > 0 ? several : fewestAlike)
      ? group.map((each) => [each])
      : [group],
  );
}

/** The warnings that several clusters share, or at least `fewest`, with the names of those that have each. */
export function sharedNotes(
  clusters: readonly ClusterPlan[],
  fewest = several,
): ReadonlyMap<string, readonly string[]> {
  const all = clusters.flatMap(({ name, warnings }) =>
    [...new Set(warnings)].map((note) => ({ note, name })),
  );
  const notes = Map.groupBy(all, ({ note }) => note);
  return new Map(
    [...notes].flatMap(([note, has]) =>
      has.length < fewest ? [] : [[note, has.map(({ name }) => name)] as const],
    ),
  );
}

/** Who has a note: "aks-a, aks-b", "12 clusters". */
export function whoHas(names: readonly string[]): string {
  return names.length > mostListed ? plural(names.length, 'cluster') : names.join(', ');
}
