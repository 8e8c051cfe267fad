import type { ControlReport, ControlStatus, Evidence } from '#domain/audit/audit.ts';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { describeVoidWaiver } from '#domain/audit/control/apply-waiver.ts';
import { type Severity, severities } from '#domain/audit/control/control.ts';
import { printable } from '#domain/text/printable.ts';
import { describeKnown } from '../formats/known-findings.ts';
import { describeSkipped } from '../formats/skipped-files.ts';

const statuses: readonly ControlStatus[] = ['FAIL', 'UNKNOWN', 'WARN', 'WAIVED', 'PASS', 'NOT_APPLICABLE'];

/** The verdict; UNKNOWN is INCOMPLETE where something was judged and something could not be read. */
export function describeVerdict({
  verdict,
  problems,
  controls,
}: Pick<AuditReport, 'verdict' | 'problems' | 'controls'>): string {
  const isInPart = problems.length > 0 && controls.some(({ status }) => status !== 'NOT_APPLICABLE');
  return isInPart && verdict === 'UNKNOWN' ? 'INCOMPLETE' : verdict;
}

/** "FAIL: 3 FAIL, 1 WARN, 20 PASS, 27 NOT_APPLICABLE; 2 could not be read" */
export function describeAudit(audit: AuditReport): string {
  const { controls, problems, input, baseline, unknown } = audit;
  const counts = statuses.flatMap((status) => {
    const count = controls.filter((each) => each.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const unread = problems.length === 0 ? '' : `; ${problems.length} could not be read`;
  const why = unknown === undefined ? '' : `${unknown}; `;
  return `${describeVerdict(audit)}: ${why}${counts.join(', ')}${unread}${describeKnown(baseline)}${input === undefined ? '' : describeSkipped(input)}`;
}

/** Controls that need attention, the worst first. */
export function deviations(controls: readonly ControlReport[]): readonly ControlReport[] {
  return controls
    .filter(({ status }) => statuses.indexOf(status) <= statuses.indexOf('WAIVED'))
    .toSorted((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status));
}

/** That of the worst deviation that is not waived; else the control's. */
export function severityOf({ severity, evidence }: ControlReport): Severity {
  const open = evidence.filter(
    ({ outcome, waived }) => (outcome === 'fail' || outcome === 'warn') && waived === undefined,
  );
  return severities.find((each) => open.some((one) => one.severity === each)) ?? severity;
}

/** "Deployment/shop/web main: runAsNonRoot is not set" */
export function describeEvidence({
  resource,
  container,
  subject,
  reason,
  waived,
}: Omit<Evidence, 'severity'>): string {
  const place = [resource, container ?? subject ?? []].flat().join(' ');
  return printable(`${place}: ${reason}${describeWaived(waived)}`);
}

/** " (waived by shop: it binds port 80)"; empty without a waiver. */
export function describeWaived(waived: Evidence['waived']): string {
  if (waived === undefined) return '';
  const { owner, place, reason } = waived;
  return ` (waived by ${place === undefined ? owner : 'its object'}: ${reason})`;
}

const mostVoid = 20;

/** Waivers without effect, a line each, at most 20. */
export function voidWaiverLines({ voidWaivers }: Pick<AuditReport, 'voidWaivers'>): readonly string[] {
  const more = voidWaivers.length - mostVoid;
  return [
    ...voidWaivers.slice(0, mostVoid).map((each) => printable(`T${describeVoidWaiver(each).slice(1)}.`)),
    ...(more > 0 ? [`${more} more waivers have no effect (-o json).`] : []),
  ];
}
