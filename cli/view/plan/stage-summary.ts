import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import { isChanged } from '#domain/plan/plan-cluster.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { plural } from '../terminal/plural.ts';
import { sharedNotes } from './group-clusters.ts';

/** Of a summary. */
const mostNotes = 8;

/** How many clusters of a stage change how, and what is to know of how many, however many it has: "~ 48 clusters   1.34.1 -> 1.35.0   240 node pools   2400 nodes". */
export function summaryLines(clusters: readonly ClusterPlan[], palette: Palette): readonly string[] {
  const kinds = [...Map.groupBy(clusters, kindOf)];
  const rows = kinds.map(([kind, members]) => {
    const steps = members.flatMap((each) => changedPools(each));
    const counts =
      steps.length === 0
        ? []
        : [
            plural(steps.length, 'node pool'),
            plural(
              steps.reduce((sum, { nodes }) => sum + (nodes ?? 0), 0),
              'node',
            ),
          ];
    return [`  ${kind[0]} ${plural(members.length, 'cluster')}`, kind.slice(2), ...counts];
  });
  const lines = columns(rows).map((line, index) =>
    kinds[index]![0].startsWith('~') ? line : palette.dim(line),
  );
  return [...lines, ...noteLines(clusters).map((line) => palette.yellow(line))];
}

/** The warnings that most clusters have come first. */
function noteLines(clusters: readonly ClusterPlan[]): readonly string[] {
  const notes = [...sharedNotes(clusters, 1)].toSorted(([, a], [, b]) => b.length - a.length);
  const rest = notes.slice(mostNotes);
  return [
    ...notes.slice(0, mostNotes).map(([note, { length }]) => `  ! ${plural(length, 'cluster')}: ${note}`),
    ...(rest.length === 0 ? [] : [`  ! ${plural(rest.length, 'more warning')}; --expand shows each`]),
  ];
}

function kindOf(cluster: ClusterPlan): string {
  if (cluster.blocked.length > 0) return `! skipped: ${cluster.blocked.join('; ')}`;
  if (!isChanged(cluster)) return '= no change';
  const hops = cluster.steps.filter(
    ({ pool, action }) => pool === null && action === 'upgrade-control-plane',
  );
  const [first, last] = [hops[0], hops.at(-1)];
  return first === undefined ? '~ node pools only' : `~ control plane ${first.from} -> ${last!.to}`;
}

/** Each pool once, however many hops it takes. */
function changedPools({ steps }: ClusterPlan): ClusterPlan['steps'] {
  const changed = steps.filter(({ pool, action }) => pool !== null && action !== 'none');
  return [...new Map(changed.map((step) => [step.pool, step])).values()];
}
