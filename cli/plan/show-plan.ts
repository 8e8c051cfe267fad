import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from '../input/command-input.ts';
import type { CampaignSource } from '../input/read-campaign.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { type PlanDetail, planEndText, planText } from '../view/plan/plan-text.ts';
import { printText } from '../view/terminal/print.ts';
import { concurrencyOf, stagesRollingBack } from './make-plan.ts';
import { noteRealTime, type PacedPlan } from './plan-with-preflight.ts';

/** Prints the plan as text, before anything is known of the preflight checks; JSON is one document and waits for them. */
export function showPlan({ campaign }: CampaignSource, planned: PacedPlan, options: OptionValues): void {
  const { plan, pace, clusterTime } = planned;
  if (!options.wantsJson())
    printText(
      planText({
        plan,
        detail: planDetail(options),
        concurrency: concurrencyOf(campaign, plan),
        rollingBack: stagesRollingBack(campaign, plan),
        clusterTime,
        isSimulated: pace !== null,
        ...terminalWidth(),
        palette: terminalPalette(options),
      }),
    );
  noteRealTime(planned);
}

/** What follows the plan once its clusters are checked. */
export function showPlanEnd(
  { plan }: PacedPlan,
  findings: readonly PreflightFinding[],
  options: OptionValues,
  { savedTo, next }: { readonly savedTo: string | null; readonly next: string | null },
): void {
  if (options.wantsJson()) return;
  const text = planEndText({ plan, findings, savedTo, next, palette: terminalPalette(options) });
  if (text !== '') printText(text);
}

/** Throws CommandError (64) for two of them at once. */
export function planDetail(options: OptionValues): PlanDetail {
  const [expand, summary] = [options.isOn('expand'), options.isOn('summary')];
  if (expand && summary)
    throw new CommandError(
      exitCodes.usage,
      '--expand and --summary exclude each other',
      '--expand shows each cluster, --summary counts them; neither: clusters that are alike as one',
    );
  return expand ? 'expanded' : summary ? 'summary' : 'grouped';
}
