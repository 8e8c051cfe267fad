import { type AuditedFigures, describeFindings } from '../audit/fleet/audit-summary.ts';
import { describeScheduledRun, type ScheduledRunResult } from './scheduled-run-result.ts';

/** A scheduled audit: it failed where nothing was read, whatever it found elsewhere. */
export function describeAuditRun(
  scheduledRun: { readonly date: string },
  figures: readonly AuditedFigures[],
): ScheduledRunResult {
  const read = figures.filter(({ because }) => because === null);
  const clusters = figures.map(({ name, verdict, because, findings }) => ({
    name,
    phase: because === null ? ('Completed' as const) : ('Failed' as const),
    reason: because ?? [verdict, describeFindings(findings)].filter(Boolean).join(': '),
    wasBegun: true,
    failed: because !== null,
  }));
  const counts = [...Map.groupBy(read, ({ verdict }) => verdict)].map(
    ([verdict, of]) => `${of.length} ${verdict}`,
  );
  const phase =
    read.length === 0 ? 'Failed' : read.length < figures.length ? 'CompletedWithFailures' : 'Completed';
  const reason =
    figures.length === 0 ? 'the selection has no cluster' : `audited: ${counts.join(', ') || 'none'}`;
  return { ...describeScheduledRun(scheduledRun, { campaign: null, phase, reason, clusters }), audit: true };
}
