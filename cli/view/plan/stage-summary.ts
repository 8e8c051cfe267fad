import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import { isChanged } from '#domain/plan/plan-cluster.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { plural } from '../terminal/plural.ts';

/** How many clusters of a stage change how, however many it has: "~ 48 clusters   1.34.1 -> 1.35.0   240 node pools   2400 nodes". */
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
              steps.reduce((sum, { nodes }) => sum + nodes, 0),
              'node',
            ),
          ];
    return [`  ${kind[0]} ${plural(members.length, 'cluster')}`, kind.slice(2), ...counts];
  });
  return columns(rows).map((line, index) => (kinds[index]![0].startsWith('~') ? line : palette.dim(line)));
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
