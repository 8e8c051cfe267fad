import type { ControlReport } from '#domain/audit/audit.ts';
import type { BaselineAudit } from '#domain/audit/audit-report.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { printable } from '../terminal/printable.ts';
import { describeAudit, describeEvidence, deviations } from './audit-messages.ts';

const header = ['STATUS', 'CONTROL', 'SEVERITY', 'WHAT'];
const mostLines = 20;

/** An audit for people: controls that somebody has to look at with their evidence, what could not be read, the verdict. */
export function auditText(
  audit: BaselineAudit,
  palette: Palette,
  layout: { readonly width?: number } = {},
): string {
  const found = deviations(audit.controls);
  const rows = found.map(({ status, id, severity, title }) => [status, id, severity, title]);
  const [head = '', ...lines] = columns([header, ...rows], layout);
  return [
    ...(found.length === 0 ? [] : [palette.bold(head)]),
    ...found.flatMap((control, at) => [lines[at] ?? '', ...detailsOf(control)]),
    ...(found.length === 0 ? [] : ['']),
    ...audit.problems.map(({ location, message }) => printable(`${location}  ${message}`)),
    ...(audit.problems.length === 0 ? [] : ['']),
    describeAudit(audit),
  ].join('\n');
}

function detailsOf({ evidence, undecided, remediation }: ControlReport): readonly string[] {
  const told = [
    ...evidence.map((each) => `  ${describeEvidence(each)}`),
    ...undecided.map((each) => `  not known: ${describeEvidence(each)}`),
  ];
  const more = told.length - mostLines;
  return [
    ...told.slice(0, mostLines),
    ...(more > 0 ? [`  and ${more} more (-o json)`] : []),
    `  -> ${remediation}`,
  ];
}
