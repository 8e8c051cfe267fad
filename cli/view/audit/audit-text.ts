import type { AuditReport } from '#domain/audit/audit-report.ts';
import { severities } from '#domain/audit/control/control.ts';
import { printable } from '#domain/text/printable.ts';
import type { Places } from '../../inspect/audit-manifests.ts';
import { goneLines } from '../formats/known-findings.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { describeAudit, voidWaiverLines } from './audit-messages.ts';
import { itemLines } from './benchmark-text.ts';
import { type Cause, groupFindings, type NamespaceFindings, statusWords } from './group-findings.ts';

const mostOwners = 5;
const mostAdvised = 6;

interface Layout {
  readonly width?: number;
  /** Where objects stand in files. */
  readonly places?: Places;
}

/** Findings by namespace and cause, the most severe first; what could not be read; what to do first, in at most ten lines. */
export function auditText(
  audit: AuditReport,
  palette: Palette,
  { places = new Map(), ...layout }: Layout = {},
): string {
  const groups = groupFindings(audit.controls, places);
  return [
    ...groups.flatMap((group) => [...linesOf(group, palette, layout), '']),
    ...audit.problems.map(({ location, message }) => printable(`${location}  ${message}`)),
    ...(audit.problems.length === 0 ? [] : ['']),
    ...goneLines(audit.baseline),
    ...voidWaiverLines(audit),
    ...(audit.items === undefined ? [] : [...itemLines(audit.items, layout), '']),
    ...adviceOn(groups.flatMap(({ causes }) => causes)),
    describeAudit(audit),
  ].join('\n');
}

function linesOf({ namespace, causes }: NamespaceFindings, palette: Palette, layout: Layout): string[] {
  const rows = causes.map(({ severity, outcome, control, reason, count }) => [
    `  ${severity}`,
    statusWords[outcome],
    control.id,
    printable(count > 1 ? `${reason} (${count})` : reason),
  ]);
  const title = namespace === null ? 'Cluster' : `Namespace ${namespace}`;
  const lines = columns(rows, layout);
  const isFolded = lines.length > rows.length;
  const each = isFolded ? rows.map((row) => row.join('   ')) : lines;
  return [
    palette.bold(printable(`${title}: ${countOf(causes)}`)),
    ...causes.flatMap((cause, at) => [each[at] ?? '', ...ownerLines(cause)]),
  ];
}

/** "2 critical, 1 medium, 3 waived" */
function countOf(causes: readonly Cause[]): string {
  const names = [...severities.filter((each) => each !== 'info'), 'info', 'waived'] as const;
  return names
    .flatMap((name) => {
      const own = causes.filter(
        ({ severity, outcome }) => (outcome === 'waived' ? 'waived' : severity) === name,
      );
      const count = own.reduce((total, each) => total + each.count, 0);
      return count === 0 ? [] : [`${count} ${name}`];
    })
    .join(', ');
}

function ownerLines({ owners }: Cause): readonly string[] {
  const { first, more } = owners(mostOwners);
  return [
    ...first.map(({ name, parts }) => {
      const shown = parts.map((part) => [part.name, part.place].filter((text) => text !== '').join(' '));
      return printable(`      ${name} ${shown.join(', ')}`.trimEnd());
    }),
    ...(more > 0 ? [`      and ${more} more (-o json)`] : []),
  ];
}

/** What to do first: the controls of the worst findings, each once. */
function adviceOn(causes: readonly Cause[]): readonly string[] {
  const open = causes.filter(({ outcome }) => outcome !== 'waived' && outcome !== 'info');
  const ranked = severities.flatMap((severity) => open.filter((each) => each.severity === severity));
  const byControl = [...Map.groupBy(ranked, ({ control }) => control.id).values()];
  const more = byControl.length - mostAdvised;
  const lines = byControl.slice(0, mostAdvised).map((own) => {
    const { severity, control } = own[0]!;
    const count = own.reduce((total, each) => total + each.count, 0);
    return `${severity} ${control.id} (${count}) ${control.title}: ${control.remediation}`;
  });
  if (lines.length === 0) return [];
  return [`Findings: ${countOf(causes)}`, ...lines, ...(more > 0 ? [`and ${more} more controls`] : [])];
}
