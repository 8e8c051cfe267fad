import { severities } from '#domain/audit/control/control.ts';
import type { ClusterAudit, FleetAudit } from '#domain/audit/fleet/fleet-audit.ts';
import { printable } from '#domain/text/printable.ts';
import { reportHtml } from '../report/report-html.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { plural } from '../terminal/plural.ts';

const usualWidth = 80;
const leastColumn = 'FAIL 10'.length;
const before = 'CONTROL     SEVERITY   '.length;
const gap = 3;
/** Of a group, in lines. */
const mostNames = 4;
/** Side by side; what follows is better than these. */
const mostGroups = 24;

type Results = Pick<ClusterAudit, 'verdict' | 'because' | 'findings' | 'controls'>;

interface Group extends Results {
  /** "1" */
  readonly number: string;
  readonly names: readonly string[];
}

/** The clusters, alike ones as one group, the worst first; then controls by groups, where anything deviates. */
export function fleetAuditText(audit: FleetAudit, palette: Palette, width: number = usualWidth): string {
  const groups = groupAlike(audit.clusters);
  const judged = groups.filter(({ because }) => because === null);
  const deviating = audit.controls.filter(({ id }) =>
    judged.some(({ controls }) => deviates(controls[id]?.status)),
  );
  const others = audit.controls.length - deviating.length;
  const list = columns(
    [
      ['GROUP', 'RESULT', 'FINDINGS', 'CLUSTERS'],
      ...groups.map((each) => [each.number, resultOf(each), findingsOf(each), namesOf(each)].map(printable)),
    ],
    { width, mostLines: mostNames },
  );
  const tables = blocksOf(judged.slice(0, mostGroups), width).map((block) =>
    columns([
      ['CONTROL', 'SEVERITY', ...block.map(({ number }) => number)],
      ...deviating.map(({ id, severity }) => [id, severity, ...block.map((each) => cellOf(each, id))]),
    ]),
  );
  const more = judged.length - mostGroups;
  return [
    ...(groups.length === 0 ? [] : [withHead(list, palette), '']),
    ...(deviating.length === 0 ? [] : tables.flatMap((table) => [withHead(table, palette), ''])),
    ...(more > 0 ? [`${plural(more, 'more group')}: -o json shows each cluster.`] : []),
    ...(others === 0 || judged.length === 0
      ? []
      : [`${plural(others, 'control')} without a deviation in any cluster that was judged.`]),
    describeFleetAudit(audit),
  ].join('\n');
}

export function fleetAuditHtml(audit: FleetAudit): Promise<string> {
  const { clusters, controls } = audit;
  const judged = clusters.filter(({ because }) => because === null);
  const sections = [
    {
      title: 'Clusters',
      columns: ['cluster', 'result', 'findings', 'resource id'],
      rows: clusters.map((each) => [
        each.name,
        resultOf(each),
        each.because ?? findingsOf(each),
        each.resourceId,
      ]),
    },
    {
      title: 'Controls',
      columns: ['control', 'severity', ...judged.map(({ name }) => name)],
      rows: controls.map(({ id, title, severity }) => [
        `${id} ${title}`,
        severity,
        ...judged.map((each) => cellOf(each, id)),
      ]),
    },
  ];
  return reportHtml({
    title: `Security audit of the fleet: ${shownVerdict(audit)}`,
    facts: [['Result', describeFleetAudit(audit)]],
    sections: sections.filter(({ rows }) => rows.length > 0),
  });
}

/** "FAIL, INCOMPLETE: 1 of 3 clusters were not read (aks-c); 1 FAIL, 1 PASS, 1 not read" */
export function describeFleetAudit(audit: FleetAudit): string {
  const results = Map.groupBy(audit.clusters, resultOf);
  const counts = [...results].map(([result, found]) => `${found.length} ${result}`);
  const parts = [
    ...(audit.unknown === undefined ? [] : [audit.unknown]),
    ...(counts.length === 0 ? [] : [counts.join(', ')]),
  ];
  return printable(`${shownVerdict(audit)}: ${parts.join('; ')}`);
}

/** Clusters with the same result of every control, the worst first. */
function groupAlike(clusters: readonly ClusterAudit[]): readonly Group[] {
  const alike = Map.groupBy(clusters, ({ verdict, because, findings, controls }) =>
    JSON.stringify([verdict, because, findings, controls]),
  );
  return [...alike.values()]
    .toSorted(([a], [b]) => compareWorst(a!, b!))
    .map((group, at) => ({ ...group[0]!, number: `${at + 1}`, names: group.map(({ name }) => name) }));
}

const worstFirst: readonly Results['verdict'][] = [
  'FAIL',
  'NOT_READ',
  'UNKNOWN',
  'WARN',
  'PASS',
  'NOT_APPLICABLE',
];

function compareWorst(a: Results, b: Results): number {
  const severity = severities.find((each) => a.findings[each] !== b.findings[each]) ?? 'info';
  return (
    worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict) ||
    b.findings[severity] - a.findings[severity]
  );
}

function withHead([head = '', ...lines]: readonly string[], palette: Palette): string {
  return [palette.bold(head), ...lines].join('\n');
}

function shownVerdict({ verdict, unknown }: FleetAudit): string {
  if (unknown === undefined) return verdict;
  return verdict === 'FAIL' ? 'FAIL, INCOMPLETE' : 'INCOMPLETE';
}

function resultOf({ verdict }: Results): string {
  if (verdict === 'NOT_READ') return 'not read';
  return verdict === 'NOT_APPLICABLE' ? 'skipped' : verdict;
}

function findingsOf({ findings }: Results): string {
  return severities
    .filter((each) => findings[each] > 0)
    .map((each) => `${findings[each]} ${each}`)
    .join(', ');
}

/** "2 clusters: aks-a, aks-b: the cluster is stopped" */
function namesOf({ names, because }: Group): string {
  const count = names.length > 1 ? [plural(names.length, 'cluster')] : [];
  return [...count, names.join(', '), ...(because === null ? [] : [because])].join(': ');
}

function cellOf({ controls }: Results, id: string): string {
  const cell = controls[id];
  if (cell === undefined || cell.status === 'NOT_APPLICABLE') return '-';
  return cell.findings === 0 ? cell.status : `${cell.status} ${cell.findings}`;
}

function deviates(status: string | undefined): boolean {
  return status !== undefined && status !== 'PASS' && status !== 'NOT_APPLICABLE';
}

function blocksOf(groups: readonly Group[], width: number): readonly (readonly Group[])[] {
  const each = Math.max(1, Math.floor((width + gap - before) / (leastColumn + gap)));
  return Array.from({ length: Math.ceil(groups.length / each) }, (_, at) =>
    groups.slice(at * each, (at + 1) * each),
  );
}
