import type { AuditReport } from '#domain/audit/audit-report.ts';
import { plainMarkdown } from '#domain/text/plain-markdown.ts';
import type { Places } from '../../inspect/audit-manifests.ts';
import { rowsThatFit, unreadLines } from '../formats/comment-lines.ts';
import { goneLines } from '../formats/known-findings.ts';
import {
  describeAudit,
  describeEvidence,
  describeVerdict,
  deviations,
  severityOf,
  voidWaiverLines,
} from './audit-messages.ts';

const mostEach = 3;

/** An audit for a pull request: one row per control that needs attention. */
export function auditMarkdown(audit: AuditReport, places: Places = new Map()): string {
  const found = deviations(audit.controls);
  const rows = found.map((control) => {
    const { status, id, title, evidence, undecided, remediation } = control;
    const shown = [...evidence.slice(0, mostEach), ...undecided.slice(0, mostEach)].slice(0, mostEach);
    const details = shown.map((each) => {
      const place = places.get(each.resource)?.();
      const where = place === undefined ? '' : ` (${plainMarkdown(place, 120)})`;
      return `${plainMarkdown(describeEvidence(each), 120)}${where}`;
    });
    const more = evidence.length + undecided.length - mostEach;
    const listed = [...details, ...(more > 0 ? [`and ${more} more`] : [])].join('<br>');
    return `| ${status} | ${id} ${plainMarkdown(title)} | ${severityOf(control)} | ${listed} | ${plainMarkdown(remediation)} |`;
  });
  const table = ['| | control | severity | evidence | remediation |', '|---|---|---|---|---|'];
  return [
    `### Security audit: ${describeVerdict(audit)}`,
    '',
    plainMarkdown(describeAudit(audit)),
    ...[...goneLines(audit.baseline), ...voidWaiverLines(audit)].map(
      (line) => `- ${plainMarkdown(line, 240)}`,
    ),
    ...(found.length === 0 ? [] : ['', ...table, ...rowsThatFit(rows)]),
    ...unreadLines(audit.problems),
  ].join('\n');
}
