import type { AuditReport } from '#domain/audit/audit-report.ts';
import type { Places } from '../../inspect/audit-manifests.ts';
import { goneLines } from '../formats/known-findings.ts';
import { reportHtml } from '../report/report-html.ts';
import { describeAudit, describeVerdict, voidWaiverLines } from './audit-messages.ts';
import { type Cause, groupFindings, statusWords } from './group-findings.ts';

/** A page of a large cluster still has to open: at most 2,000 rows of at most 20 objects each. */
const mostRows = 2_000;
const mostNamed = 20;

/** An audit as one file, for a browser or a mail: findings by namespace, the most severe first; what does not fit is counted. */
export function auditHtml(audit: AuditReport, places: Places): Promise<string> {
  const groups = groupFindings(audit.controls, places);
  let room = mostRows;
  const shown = groups.map(({ namespace, causes }) => {
    const fitting = causes.slice(0, room);
    room -= fitting.length;
    return { namespace, causes: fitting, more: countOf(causes.slice(fitting.length)) };
  });
  const notShown = shown.reduce((total, { more }) => total + more, 0);
  const findings = shown.map(({ namespace, causes }) => ({
    title: namespace === null ? 'Cluster' : `Namespace ${namespace}`,
    columns: ['severity', 'status', 'control', 'finding', 'where'],
    rows: causes.map(({ severity, outcome, control, reason, count, owners }) => [
      severity,
      statusWords[outcome],
      `${control.id} ${control.title}`,
      count > 1 ? `${reason} (${count})` : reason,
      whereOf(owners(mostNamed)),
    ]),
  }));
  const remediations = new Map(
    groups.flatMap(({ causes }) => causes.map(({ control }) => [control.id, control.remediation] as const)),
  );
  const unread = audit.problems.map(({ location, message }) => [location, message]);
  const sections = [
    ...findings,
    {
      title: 'Not shown',
      columns: ['findings', 'where they are'],
      rows: notShown === 0 ? [] : [[String(notShown), 'drydock audit -o json --all']],
    },
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

function countOf(causes: readonly Cause[]): number {
  return causes.reduce((total, { count }) => total + count, 0);
}

function whereOf({ first, more }: ReturnType<Cause['owners']>): string {
  const owners = first.map(({ name, parts }) => {
    const shown = parts.slice(0, mostNamed).map((part) => `${part.name} ${part.place}`.trim());
    return `${name} ${withMore(shown, parts.length - shown.length).join(', ')}`.trim();
  });
  return withMore(owners, more).join('; ');
}

function withMore(shown: readonly string[], more: number): readonly string[] {
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}
