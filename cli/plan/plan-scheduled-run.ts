import { WorkflowNotFoundError } from '@temporalio/client';
import type { Freeze } from '#domain/campaign/freeze.ts';
import { paceTime } from '#domain/campaign/pace.ts';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import type { ImageRecord } from '#domain/image/image-record.ts';
import { previewScheduledRun, type ScheduledRunPreview } from '#domain/nightly/preview-scheduled-run.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { emptyRecord, type FleetRecord } from '#domain/status/fleet-record.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { SimulatorClock } from '#gateways/simulator-clock.ts';
import { fleetRecordWorkflowId, recordQuery } from '#protocol/entities.ts';
import { readSimulatedPace } from '../clusters/read-simulated-time.ts';
import { explainFailure } from '../failure/explain-failure.ts';
import type { OptionValues } from '../input/command-input.ts';
import type { NightlySource } from '../input/read-nightly.ts';
import { withFreezes } from '../schedule/freezes.ts';
import { listRuns } from '../schedule/list-scheduled-runs.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { log } from '../view/terminal/print.ts';
import { makePlan } from './make-plan.ts';
import type { PacedPlan } from './plan-with-preflight.ts';
import { runPreflightChecks } from './run-preflight.ts';

export interface PlannedScheduledRun {
  readonly planned: PacedPlan;
  readonly findings: readonly PreflightFinding[];
  readonly scheduledRun: ScheduledRunPreview;
}

/**
 * The plan of the next scheduled run, for the moment at which it is due by the clock that `--pace` names. Where no worker answers for
 * freezes and soaked images it goes without them, and says so. Throws as `planWithPreflight`.
 */
export async function planScheduledRun(
  source: NightlySource,
  gateways: Gateways,
  options: OptionValues,
  show: (planned: PacedPlan) => void,
): Promise<PlannedScheduledRun> {
  const { nightly, file, text } = source;
  const { campaign, schedule } = nightly;
  const pace = options.text('pace') === null ? null : await readSimulatedPace(gateways);
  const now = paceTime(pace, Date.now());
  const [run] = listRuns(nightly, now, 1);
  // A schedule that never fires is refused when its file is read; one may have fired for the last time since.
  const atMs = run === undefined ? now : Date.parse(run);
  const images = isPromoting(source) ? await readImages(gateways) : [];
  const made = await makePlan({ campaign, file, text }, gateways, { pace, at: atMs, images });
  const planned = { ...made, now };
  show(planned);
  const findings =
    made.plan.blocked.length > 0 ? [] : await runPreflightChecks(gateways, { ...planned, campaign });
  const scheduledRun = previewScheduledRun({
    plan: made.plan,
    atMs,
    timezone: schedule.timezone,
    maintenance: campaign.maintenance,
    freezes: await readFreezes(),
  });
  return { planned, findings, scheduledRun };
}

function isPromoting({ nightly: { campaign } }: NightlySource): boolean {
  return campaign.upgrade.type === 'NodeImageOnly' && campaign.stages.length > 1;
}

async function readImages(gateways: Gateways): Promise<ImageRecord> {
  try {
    return (await readFleetRecord(await gateways.readSimulatorClock())).images;
  } catch (error) {
    log(`warning: soaked images are unknown, so none counts as soaked: ${explainFailure(error).message}`);
    return [];
  }
}

async function readFreezes(): Promise<readonly Freeze[]> {
  try {
    return await withFreezes((freezes) => freezes.list());
  } catch (error) {
    log(`note: freezes are unknown and not considered: ${explainFailure(error).message}`);
    return [];
  }
}

/** The record of public Azure, or of the simulator with this clock. */
function readFleetRecord(clock: SimulatorClock | null): Promise<FleetRecord> {
  return withTemporal(async (session) => {
    const handle = session.client.workflow.getHandle(fleetRecordWorkflowId(taskQueueFor(clock)));
    try {
      return await session.within(() => handle.query<FleetRecord>(recordQuery));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return emptyRecord;
      throw error;
    }
  });
}
