import { hasChanges } from '#domain/campaign/has-changes.ts';
import { refuseBlocked, refuseHeld } from '../check-start.ts';
import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { concurrencyOf } from '../make-plan.ts';
import { noteRealTime, planWithLook } from '../plan-at-pace.ts';
import { printJson, printText } from '../print.ts';
import { readCampaign } from '../read-campaign.ts';
import { planDocument, savePlan } from '../saved-plan.ts';
import { planText } from '../view/plan-text.ts';
import { terminalPalette } from '../view/terminal.ts';
import { withGateways } from '../with-gateways.ts';

/** The whole journey before anything moves: 6 where it or a cluster is blocked, 2 with changes where that was asked for. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const file = options.requiredText('file', 'drydock plan -f campaign.yaml');
  const source = readCampaign(file);
  const { planned, findings } = await withGateways((gateways) => planWithLook(source, gateways, options));
  const { plan, now, pace } = planned;
  const document = planDocument(plan, findings, source);
  const savedTo = options.text('out');
  if (savedTo !== null) savePlan(savedTo, document);
  if (options.wantsJson()) printJson(document);
  else
    printText(
      planText({
        plan,
        findings,
        concurrency: concurrencyOf(source.campaign, plan),
        savedTo,
        next: `drydock start ${savedTo ?? `-f ${file}`}${pace === null ? '' : ' --pace simulator'} --watch`,
        now,
        isSimulated: pace !== null,
        palette: terminalPalette(options),
      }),
    );
  noteRealTime(planned);
  refuseBlocked(plan, options.wantsJson());
  refuseHeld(findings);
  return options.isOn('detailedExitcode') && hasChanges(plan) ? exitCodes.planHasChanges : exitCodes.done;
}
