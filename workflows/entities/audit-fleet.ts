import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index.ts';
import type { NamedScheduledRun } from '#activities/plan/name-scheduled-run.ts';
import { type AuditedFigures, summarizeAudit } from '#domain/audit/fleet/audit-summary.ts';
import { describeForOperator } from '#domain/failure.ts';
import { describeAuditRun } from '#domain/nightly/describe-audit-run.ts';
import type { ScheduledRunResult } from '#domain/nightly/scheduled-run-result.ts';
import type { NightlyInput } from '#protocol/scheduled-run.ts';
import { activityOptions } from '../activity-options.ts';
import { openClock } from '../pace.ts';
import { readFailure } from '../read-failure.ts';

/** A worker holds tens of thousands of objects of each while it is judged. */
const atATime = 3;
/** For what may pass; hundreds of clusters wait behind one. */
const patienceMs = 120_000;
/** Beyond it the activity itself does not say what was wrong. */
const longestMs = 1_800_000;

/**
 * Audits the clusters that a nightly file selects, a few at a time; one that cannot be read stops no other. Findings go from the activities
 * into the record: only sums are in the history. Throws as its first and its last activity.
 */
export async function auditFleet(
  { campaign, pace, tuning }: NightlyInput,
  scheduledRun: NamedScheduledRun,
): Promise<ScheduledRunResult> {
  const { read, probe, compensate } = activityOptions(tuning);
  const now = openClock(pace).now();
  const { selectAudited } = proxyActivities<Activities>(read);
  const { auditForRecord } = proxyActivities<Activities>({ ...probe, scheduleToCloseTimeout: longestMs });
  const { noteAuditRun } = proxyActivities<Activities>(compensate);
  const { clusters, missing } = await selectAudited.executeWithOptions(
    { summary: `Which clusters ${campaign.name} selects` },
    [{ campaign, pace }],
  );
  const found = new Map<string, AuditedFigures>();
  const { waivers } = campaign.baseline;
  const queue = clusters.values();
  const lane = async () => {
    for (const cluster of queue)
      try {
        const figures = await auditForRecord.executeWithOptions({ summary: `Audit ${cluster.name}` }, [
          { cluster, waivers, now, patienceMs, pace },
        ]);
        found.set(cluster.resourceId, figures);
      } catch (thrown) {
        if (isCancellation(thrown)) throw thrown;
        found.set(cluster.resourceId, unread(cluster.name, describeForOperator(readFailure(thrown))));
      }
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  const figures = [
    ...clusters.map(({ resourceId }) => found.get(resourceId)!),
    ...missing.map((id) => unread(id, 'Azure shows no such cluster')),
  ];
  const summary = summarizeAudit(figures, openClock(pace).iso(now));
  await noteAuditRun.executeWithOptions({ summary: 'Record the audit of the fleet' }, [{ summary, pace }]);
  return describeAuditRun(scheduledRun, figures);
}

function unread(name: string, because: string): AuditedFigures {
  const findings = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  return { name, verdict: 'NOT_READ', because, findings, controls: {} };
}
