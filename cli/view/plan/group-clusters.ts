import type { ClusterPlan } from '#domain/plan/contents/plan.ts';

/** Two are as quickly read one by one. */
const fewestAlike = 3;
/** A note that more clusters have than this is said once for all of them. */
const fewestNoted = 3;

/** Clusters that differ in nothing but their names, in the order of the first of each; a small group is split into its clusters. */
export function groupAlike(clusters: readonly ClusterPlan[]): readonly (readonly ClusterPlan[])[] {
  const alike = Map.groupBy(clusters, ({ steps, blocked, warnings, window }) =>
    JSON.stringify([steps, blocked, warnings, window]),
  );
  return [...alike.values()].flatMap((group) =>
    group.length < fewestAlike ? group.map((each) => [each]) : [group],
  );
}

/** The warnings that many clusters share, or at least `fewest`, with how many have each. */
export function sharedNotes(
  clusters: readonly ClusterPlan[],
  fewest = fewestNoted,
): ReadonlyMap<string, number> {
  const notes = Map.groupBy(
    clusters.flatMap(({ warnings }) => [...new Set(warnings)]),
    (note) => note,
  );
  return new Map(
    [...notes].flatMap(([note, { length }]) => (length < fewest ? [] : [[note, length] as const])),
  );
}
