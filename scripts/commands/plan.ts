import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { concurrencyOf, hasChanges, makePlan } from '../make-plan.ts';
import { printJson, printText, say } from '../print.ts';
import { readCampaign } from '../read-campaign.ts';
import { planDocument, savePlan } from '../saved-plan.ts';
import { planText } from '../view/plan-text.ts';
import { terminalPalette } from '../view/terminal.ts';
import { withGateways } from '../with-gateways.ts';

/** The whole journey before anything moves: 6 where it is blocked, 2 with changes where that was asked for. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const file = options.requiredText('file', 'drydock plan -f campaign.yaml');
  const source = readCampaign(file);
  const now = Date.now();
  const { plan } = await withGateways((gateways) => makePlan(source, gateways, now));
  const savedTo = options.text('out');
  if (savedTo !== null) savePlan(savedTo, plan, source);
  if (options.wantsJson()) printJson(planDocument(plan, source));
  else
    printText(
      planText({
        plan,
        concurrency: concurrencyOf(source.campaign, plan),
        savedTo,
        next: `drydock start ${savedTo ?? `-f ${file}`} --watch`,
        now,
        palette: terminalPalette(options),
      }),
    );
  if (plan.blocked.length > 0) {
    say(`error: the plan is blocked: ${plan.blocked.join('; ')}`);
    return exitCodes.blocked;
  }
  return options.isOn('detailedExitcode') && hasChanges(plan) ? exitCodes.planHasChanges : exitCodes.done;
}
