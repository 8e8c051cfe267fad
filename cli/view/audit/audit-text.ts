import type { ControlReport } from '#domain/audit/audit.ts';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { printable } from '#domain/text/printable.ts';
import { goneLines } from '../formats/known-findings.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { describeAudit, describeEvidence, deviations, severityOf } from './audit-messages.ts';

const header = ['STATUS', 'CONTROL', 'SEVERITY', 'TITLE'];
const mostLines = 20;

/** Controls that need attention with their evidence, what could not be read, the verdict. */
export function auditText(
  audit: AuditReport,
  palette: Palette,
  layout: { readonly width?: number } = {},
): string {
  const found = deviations(audit.controls);
  const rows = found.map((each) => [each.status, each.id, severityOf(each), each.title]);
  const [head = '', ...lines] = columns([header, ...rows], layout);
  return [
    ...(found.length === 0 ? [] : [palette.bold(head)]),
    ...found.flatMap((control, at) => [lines[at] ?? '', ...detailsOf(control)]),
    ...(found.length === 0 ? [] : ['']),
    ...audit.problems.map(({ location, message }) => printable(`${location}  ${message}`)),
    ...(audit.problems.length === 0 ? [] : ['']),
    ...goneLines(audit.baseline),
    describeAudit(audit),
  ].join('\n');
}

function detailsOf({ evidence, undecided, remediation }: ControlReport): readonly string[] {
  const details = [
    ...evidence.map((each) => `  ${describeEvidence(each)}`),
    ...undecided.map((each) => `  undecided: ${describeEvidence(each)}`),
  ];
  const more = details.length - mostLines;
  return [
    ...details.slice(0, mostLines),
    ...(more > 0 ? [`  and ${more} more (-o json)`] : []),
    `  -> ${remediation}`,
  ];
}
