import { type ClusterTrend, sumTrends, type Trend } from '#domain/audit/fleet/audit-trend.ts';
import { printable } from '#domain/text/printable.ts';
import { describeFingerprint } from '../formats/known-findings.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { formatAge } from '../terminal/format-time.ts';

interface TrendView {
  readonly palette: Palette;
  readonly width?: number;
  /** Campaign time (ms). */
  readonly now: number;
}

/** Clusters, then the controls over all of them: findings, how many are new and gone, and the age of the oldest. */
export function auditTrendText(
  clusters: readonly ClusterTrend[],
  { palette, width, now }: TrendView,
): string {
  if (clusters.length === 0)
    return 'No cluster was audited by a schedule: drydock schedule create NAME -f nightly.yaml --audit';
  const age = (at: string | null) => (at === null ? '-' : formatAge(now - Date.parse(at)));
  const cells = ({ findings, new: added, gone, oldest }: Trend) => [
    `${findings}`,
    countText(added),
    countText(gone),
    age(oldest),
  ];
  const layout = width === undefined ? {} : { width };
  const rows = clusters.map((each) => [
    printable(each.name),
    ...(each.at === null ? ['-', '-', '-', '-'] : cells(each)),
    each.at === null ? 'not read' : `${each.verdict} ${age(each.at)} ago`,
    each.because === null ? '' : printable(`not read ${age(each.tried)} ago: ${each.because}`),
  ]);
  const byControl = Map.groupBy(
    clusters.flatMap(({ controls }) => controls),
    ({ id }) => id,
  );
  const controls = [...byControl].map(([id, found]) => [
    id,
    found[0]!.severity,
    ...cells(sumTrends(found)),
    `${found.filter(({ findings }) => findings > 0).length}`,
  ]);
  const counts = ['FINDINGS', 'NEW', 'GONE', 'OLDEST'];
  const [first = '', ...others] = columns([['CLUSTER', ...counts, 'AUDITED', ''], ...rows], layout);
  const [head = '', ...lines] = columns(
    [['CONTROL', 'SEVERITY', ...counts, 'CLUSTERS'], ...controls],
    layout,
  );
  return [
    palette.bold(first),
    ...others,
    ...(controls.length === 0 ? [] : ['', palette.bold(head), ...lines]),
    ...goneLines(clusters),
  ].join('\n');
}

const mostGone = 20;

/** What is gone since the audit before of each cluster, as far as it was remembered by name. */
function goneLines(clusters: readonly ClusterTrend[]): readonly string[] {
  const named = clusters.flatMap(({ name, controls }) =>
    controls.flatMap(({ goneNames }) =>
      goneNames.map((each) => `Gone from ${name}: ${describeFingerprint(each)}`),
    ),
  );
  const gone = clusters.flatMap(({ controls }) => controls).reduce((sum, each) => sum + (each.gone ?? 0), 0);
  const shown = named.slice(0, mostGone).map(printable);
  const [more, unnamed] = [named.length - shown.length, gone - named.length];
  return [
    ...(gone === 0 ? [] : ['']),
    ...shown,
    ...(more > 0 ? [`... and ${more} more: -o json names them`] : []),
    ...(unnamed > 0 ? [`... and ${unnamed} more, which were not remembered by name`] : []),
  ];
}

/** Not known after the first audit, and of too many findings. */
function countText(count: number | null): string {
  return count === null ? '-' : `${count}`;
}
