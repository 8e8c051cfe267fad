import type { AuditReport } from '#domain/audit/audit-report.ts';
import type { Places } from '../../inspect/audit-manifests.ts';
import { goneLines } from '../formats/known-findings.ts';
import { reportHtml } from '../report/report-html.ts';
import { describeAudit, describeVerdict, voidWaiverLines } from './audit-messages.ts';
import { groupFindings, statusWords } from './group-findings.ts';

/** An audit as one file, for a browser or a mail: every finding by namespace, the most severe first. */
export function auditHtml(audit: AuditReport, places: Places): Promise<string> {
  const groups = groupFindings(audit.controls, places);
  const findings = groups.map(({ namespace, causes }) => ({
    title: namespace === null ? 'Cluster' : `Namespace ${namespace}`,
    columns: ['severity', 'status', 'control', 'finding', 'where'],
    rows: causes.map(({ severity, outcome, control, reason, count, owners }) => [
      severity,
      statusWords[outcome],
      `${control.id} ${control.title}`,
      count > 1 ? `${reason} (${count})` : reason,
      owners
        .map(({ name, parts }) =>
          `${name} ${parts.map((part) => `${part.name} ${part.place}`.trim()).join(', ')}`.trim(),
        )
        .join('; '),
    ]),
  }));
  const remediations = new Map(
    groups.flatMap(({ causes }) => causes.map(({ control }) => [control.id, control.remediation] as const)),
  );
  const unread = audit.problems.map(({ location, message }) => [location, message]);
  const sections = [
    ...findings,
    { title: 'What to do', columns: ['control', 'remediation'], rows: [...remediations] },
    { title: 'Could not be read', columns: ['where', 'why'], rows: unread },
    {
      title: 'Waivers without effect',
      columns: ['waiver'],
      rows: voidWaiverLines(audit).map((line) => [line]),
    },
    { title: 'Baseline', columns: ['finding'], rows: goneLines(audit.baseline).map((line) => [line]) },
  ];
  return reportHtml({
    title: `Security audit: ${describeVerdict(audit)}`,
    facts: [['Result', describeAudit(audit)]],
    sections: sections.filter(({ rows }) => rows.length > 0),
  });
}
