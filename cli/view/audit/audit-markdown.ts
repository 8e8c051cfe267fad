import type { AuditReport } from '#domain/audit/audit-report.ts';
import { rowsThatFit, unreadLines } from '../formats/comment-lines.ts';
import { goneLines } from '../formats/known-findings.ts';
import { plain, plainBeginning } from '../formats/plain-markdown.ts';
import { describeAudit, describeEvidence, deviations } from './audit-messages.ts';

const mostEach = 3;

/** An audit for a pull request: one row per control that needs attention. */
export function auditMarkdown(audit: AuditReport): string {
  const found = deviations(audit.controls);
  const rows = found.map(({ status, id, title, severity, evidence, undecided, remediation }) => {
    const details = [...evidence, ...undecided].map((each) => plainBeginning(describeEvidence(each)));
    const more = details.length - mostEach;
    const listed = [...details.slice(0, mostEach), ...(more > 0 ? [`and ${more} more`] : [])].join('<br>');
    return `| ${status} | ${id} ${plain(title)} | ${severity} | ${listed} | ${plain(remediation)} |`;
  });
  const table = ['| | control | severity | evidence | remediation |', '|---|---|---|---|---|'];
  return [
    `### Security audit: ${audit.verdict}`,
    '',
    plain(describeAudit(audit)),
    ...goneLines(audit.baseline).map((line) => `- ${plainBeginning(line)}`),
    ...(found.length === 0 ? [] : ['', ...table, ...rowsThatFit(rows)]),
    ...unreadLines(audit.problems),
  ].join('\n');
}
