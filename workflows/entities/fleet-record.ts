import {
  condition,
  defineQuery,
  defineSignal,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { AuditSummary } from '#domain/audit/fleet/audit-summary.ts';
import type { StageRun } from '#domain/image/image-record.ts';
import {
  type ClusterRunNote,
  type FleetRecord,
  noteCluster,
  noteStage,
} from '#domain/status/fleet-record.ts';
import { recordQuery, recordSignals } from '#protocol/entities.ts';

interface FleetRecordInput {
  readonly record: FleetRecord;
}

const stage = defineSignal<[StageRun]>(recordSignals.stage);
const cluster = defineSignal<[ClusterRunNote]>(recordSignals.cluster);
const audit = defineSignal<[AuditSummary]>(recordSignals.audit);
const read = defineQuery<FleetRecord>(recordQuery);

/**
 * What outlives campaigns: an entity that lives as long as the namespace. Campaigns report their results to it, and nothing
 * waits for it but those who ask.
 */
export async function fleetRecord(input: FleetRecordInput): Promise<void> {
  let record = input.record;
  // The summary of the start does not outlive a continue-as-new.
  setCurrentDetails('What outlives campaigns: images that stages ran, how long steps take');
  setHandler(read, () => record, {
    description: 'Images that stages have run, how long steps take, the last outcome of each cluster',
  });
  setHandler(stage, (run) => {
    record = noteStage(record, run);
  });
  setHandler(cluster, (note) => {
    record = noteCluster(record, note);
  });
  setHandler(audit, (summary) => {
    record = { ...record, audit: summary };
  });
  await condition(() => workflowInfo().continueAsNewSuggested);
  await makeContinueAsNewFunc<typeof fleetRecord>()({ record });
}
