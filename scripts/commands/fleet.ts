import { subscriptionsOf } from '#domain/campaign/selection.ts';
import { readFleet } from '#gateways/read-fleet.ts';
import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { readCampaign } from '../read-campaign.ts';
import { fleetTable } from '../view/fleet-table.ts';
import { terminalPalette, terminalWidth } from '../view/terminal.ts';
import { withGateways } from '../with-gateways.ts';

/** Every cluster that can be seen, or those in the subscriptions of a campaign file. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const file = options.text('file');
  const subscriptions = file === null ? ['*'] : subscriptionsOf(readCampaign(file).campaign);
  const fleet = await withGateways((gateways) => readFleet(gateways, { subscriptions, images: () => true }));
  if (options.wantsJson()) printJson({ kind: 'Fleet', ...fleet });
  else printText(fleetTable(fleet, terminalPalette(options), terminalWidth().width));
  return exitCodes.done;
}
