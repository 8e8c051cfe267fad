import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { hasChanges } from '#domain/plan/has-changes.ts';
import { digestText } from '#domain/text/digest.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput, OptionValues } from '../input/command-input.ts';
import { operatorName } from '../input/operator-identity.ts';
import { confirm } from '../input/prompt.ts';
import { type CampaignSource, readCampaign } from '../input/read-campaign.ts';
import { readSavedPlan, type SavedPlan } from '../input/saved-plan.ts';
import {
  describeFreeze,
  refuseBlocked,
  refuseOutsideWindow,
  refuseStale,
  refuseUnprepared,
} from '../plan/check-start.ts';
import {
  isNameUsed,
  type Launch,
  type Launched,
  launchCampaign,
  nameIsUsed,
} from '../plan/launch-campaign.ts';
import { type PacedPlan, planWithPreflight } from '../plan/plan-with-preflight.ts';
import { planDetail, showPlan, showPlanEnd } from '../plan/show-plan.ts';
import { watchForOperator, watchOptionsFrom } from '../steer/watch-campaign.ts';
import { judgeFreezesNow } from '../temporal/read-freezes.ts';
import { type TemporalSession, withTemporal } from '../temporal/temporal-client.ts';
import { workflowUrl } from '../temporal/ui-link.ts';
import { warnIfNoWorker } from '../temporal/worker-polls.ts';
import { nothingToChange } from '../view/plan/plan-text.ts';
import { log, printJson, printText } from '../view/terminal/print.ts';

interface Wanted {
  readonly source: CampaignSource;
  readonly saved: SavedPlan | null;
}

/** Plans, shows, asks, starts: nothing is touched before the campaign's own workflow runs. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const watch = watchOptionsFrom(options);
  // A contradiction is said before the fleet is read.
  planDetail(options);
  const wanted = readWanted(input);
  await refuseUsedName(wanted);
  const isSimulated = runsSimulated(wanted, options);
  const { planned: ready, findings } = await withGateways((gateways) =>
    planWithPreflight(wanted.source, gateways, isSimulated, (made) => {
      if (wanted.saved !== null) refuseStale(made.plan, wanted.saved);
      showPlan(wanted.source, made, options);
    }),
  );
  showPlanEnd(ready, findings, options, { savedTo: null, next: null });
  refuseBlocked(ready.plan, options.wantsJson());
  if (options.isOff('wait')) refuseOutsideWindow(wanted.source.campaign, ready.plan, ready.now);
  if (!hasChanges(ready.plan)) {
    if (options.wantsJson()) log(nothingToChange);
    return exitCodes.done;
  }
  return withTemporal(async (session) => {
    await refuseUnprepared(session);
    await noteFreezes(session, ready, !options.isOff('wait'));
    if (!options.isOn('yes')) await confirm(`Start ${wanted.source.campaign.name}?`, 'the plan');
    const launch = launchOf(wanted, ready, options);
    const launched = await launchCampaign(session, launch);
    report(session, launch, launched, options);
    await warnIfNoWorker(session, launched.taskQueue);
    return options.isOn('watch')
      ? watchForOperator(session, wanted.source.campaign.name, watch)
      : exitCodes.done;
  });
}

/** Before the fleet is read. Where Temporal does not answer, a plan is still worth seeing, and the start says so after it. */
async function refuseUsedName({ source: { campaign, text } }: Wanted): Promise<void> {
  const isUsed = await withTemporal((session) => isNameUsed(session, campaign.name, digestText(text))).catch(
    () => false,
  );
  if (isUsed) throw nameIsUsed(campaign.name);
}

async function noteFreezes(session: TemporalSession, { simulatorId, now }: PacedPlan, mayWait: boolean) {
  const taskQueue = taskQueueFor(simulatorId === null ? null : { simulator: simulatorId });
  const note = describeFreeze(await judgeFreezesNow(session, taskQueue, now), mayWait);
  if (note !== null) log(`note: ${note}`);
}

function readWanted({ positional, options }: CommandInput): Wanted {
  const file = options.text('file');
  const [planFile] = positional;
  if ((file === null) === (planFile === undefined))
    throw new CommandError(
      exitCodes.usage,
      'start takes either a campaign file or a saved plan',
      'drydock start -f campaign.yaml, or drydock start plan.json',
    );
  if (file !== null) return { source: renamed(readCampaign(file), options), saved: null };
  const saved = readSavedPlan(planFile!);
  return { source: renamed(saved.source, options), saved };
}

/** A saved plan brings its clock. Throws CommandError (64) where another one is asked for. */
function runsSimulated({ saved }: Wanted, options: OptionValues): boolean {
  const isAsked = options.text('pace') !== null;
  if (saved === null) return isAsked;
  const isPlanned = saved.plan.pace === 'simulator';
  if (!isAsked || isPlanned) return isPlanned;
  throw new CommandError(
    exitCodes.usage,
    `${saved.file} was planned in real time, so it cannot start with --pace simulator`,
    `omit --pace, or plan again: drydock plan -f ${saved.source.file} --pace simulator --out ${saved.file}`,
  );
}

/** `--id`: the same campaign under another name. Throws CommandError (64) for a name that is none. */
function renamed(source: CampaignSource, options: OptionValues): CampaignSource {
  const name = options.text('id');
  if (name === null) return source;
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
    throw new CommandError(
      exitCodes.usage,
      `--id "${name}" is not a name`,
      'up to 63 lower-case letters, digits and dashes',
    );
  return { ...source, campaign: { ...source.campaign, name } };
}

function launchOf(
  { source: { campaign } }: Wanted,
  { plan, specDigest, simulatorId, pace }: PacedPlan,
  options: OptionValues,
): Launch {
  const reason = options.text('reason') ?? campaign.annotations.change ?? '';
  return { campaign, specDigest, plan, simulatorId, startedBy: operatorName(options), reason, pace };
}

function report(
  session: TemporalSession,
  { campaign: { name }, plan }: Launch,
  launched: Launched,
  options: OptionValues,
): void {
  const ui = workflowUrl(session, launched.workflowId);
  if (options.wantsJson()) {
    printJson({ kind: 'CampaignStarted', name, planDigest: plan.digest, ...launched, links: { ui } });
    return;
  }
  printText(`Started ${name} (${session.namespace}/${launched.workflowId}).${ui === null ? '' : `   ${ui}`}`);
  if (!options.isOn('watch')) printText(`Next: drydock watch ${name}`);
}
