import { paceTime } from '#domain/campaign/pace.ts';
import type { Freeze } from '#domain/gate/freeze.ts';
import type { ImageRecord } from '#domain/image/image-record.ts';
import { previewScheduledRun, type ScheduledRunPreview } from '#domain/nightly/preview-scheduled-run.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readSimulatedPace } from '../clusters/read-simulated-time.ts';
import { explainFailure } from '../failure/explain-failure.ts';
import type { OptionValues } from '../input/command-input.ts';
import type { NightlySource } from '../input/read-nightly.ts';
import { withFreezes } from '../schedule/freezes.ts';
import { listRuns } from '../schedule/list-scheduled-runs.ts';
import { readFleetRecord } from '../temporal/read-fleet-record.ts';
import { say } from '../view/terminal/print.ts';
import { makePlan } from './make-plan.ts';
import type { PacedPlan } from './plan-with-preflight.ts';
import { runPreflightChecks } from './run-preflight.ts';

export interface PlannedScheduledRun {
  readonly planned: PacedPlan;
  readonly findings: readonly PreflightFinding[];
  readonly scheduledRun: ScheduledRunPreview;
}

/**
 * The plan of the next night, for the moment at which it is due by the clock that `--pace` names. Where no worker answers for
 * freezes and soaked images it goes without them, and says so. Throws as `planWithLook`.
 */
export async function planScheduledRun(
  source: NightlySource,
  gateways: Gateways,
  options: OptionValues,
): Promise<PlannedScheduledRun> {
  const { nightly, file, text } = source;
  const { campaign, schedule } = nightly;
  const pace = options.text('pace') === null ? null : await readSimulatedPace(gateways);
  const now = paceTime(pace, Date.now());
  const [run] = listRuns(nightly, now, 1);
  // A schedule that never fires is refused when its file is read; one may have fired for the last time since.
  const atMs = run === undefined ? now : Date.parse(run);
  const images = isPromoting(source) ? await readImages(gateways) : [];
  const made = await makePlan({ campaign, file, text }, gateways, atMs, images);
  const planned = { ...made, pace, now };
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
    say(
      `warning: which images have soaked is not known, so none counts as soaked: ${explainFailure(error).message}`,
    );
    return [];
  }
}

async function readFreezes(): Promise<readonly Freeze[]> {
  try {
    return await withFreezes((freezes) => freezes.list());
  } catch (error) {
    say(`note: freezes are not taken into account: ${explainFailure(error).message}`);
    return [];
  }
}
