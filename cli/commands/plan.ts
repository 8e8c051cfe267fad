import { hasChanges } from '#domain/plan/has-changes.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput, OptionValues } from '../input/command-input.ts';
import type { CampaignSource } from '../input/read-campaign.ts';
import { type NightlySource, readAnySource } from '../input/read-nightly.ts';
import { planDocument, savePlan } from '../input/saved-plan.ts';
import { terminalPalette } from '../input/terminal-options.ts';
import { refuseBlocked, refuseBlockedClusters } from '../plan/check-start.ts';
import { planScheduledRun } from '../plan/plan-scheduled-run.ts';
import { planWithPreflight } from '../plan/plan-with-preflight.ts';
import { planDetail, showPlan, showPlanEnd } from '../plan/show-plan.ts';
import { scheduledRunPreviewText } from '../view/plan/scheduled-run-text.ts';
import { printJson, printText } from '../view/terminal/print.ts';

/** The whole journey before anything moves: 6 where it or a cluster is blocked, 2 with changes where that was asked for. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  // A contradiction is said before the fleet is read.
  planDetail(options);
  const source = readAnySource(options.requiredText('file', 'drydock plan -f campaign.yaml'));
  return 'campaign' in source ? planOnce(source, options) : planNextRun(source, options);
}

async function planOnce(source: CampaignSource, options: OptionValues): Promise<ExitCode> {
  const { planned, findings } = await withGateways((gateways) =>
    planWithPreflight(source, gateways, options.text('pace') !== null, (made) =>
      showPlan(source, made, options),
    ),
  );
  const savedTo = options.text('out');
  const document = planDocument(planned.plan, findings, source);
  if (savedTo !== null) savePlan(savedTo, document);
  if (options.wantsJson()) printJson(document);
  const atPace = planned.pace === null ? '' : ' --pace simulator';
  const next = `drydock start ${savedTo ?? `-f ${source.file}${atPace}`} --watch`;
  showPlanEnd(planned, findings, options, { savedTo, next });
  refuseBlocked(planned.plan, options.wantsJson());
  return end(hasChanges(planned.plan), findings, options);
}

async function planNextRun(source: NightlySource, options: OptionValues): Promise<ExitCode> {
  if (options.text('out') !== null)
    throw new CommandError(
      exitCodes.usage,
      `${source.file} is a nightly file: each scheduled run makes its own plan, so none can be saved`,
      'drydock schedule create schedules a nightly file, and each run makes its own plan; without --out this shows the next run',
    );
  const { nightly, file } = source;
  const campaign = { campaign: nightly.campaign, file, text: source.text };
  const { planned, findings, scheduledRun } = await withGateways((gateways) =>
    planScheduledRun(source, gateways, options, (made) => showPlan(campaign, made, options)),
  );
  if (options.wantsJson()) printJson({ ...planDocument(planned.plan, findings, campaign), scheduledRun });
  else {
    showPlanEnd(planned, findings, options, { savedTo: null, next: null });
    printText(scheduledRunPreviewText(scheduledRun, terminalPalette(options)));
  }
  refuseBlocked(planned.plan, options.wantsJson());
  return end(scheduledRun.starts.length > 0, findings, options);
}

function end(isChanging: boolean, findings: readonly PreflightFinding[], options: OptionValues): ExitCode {
  refuseBlockedClusters(findings);
  return options.isOn('detailedExitcode') && isChanging ? exitCodes.planHasChanges : exitCodes.done;
}
