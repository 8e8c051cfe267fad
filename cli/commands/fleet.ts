import type { Fleet } from '#domain/fleet/fleet.ts';
import { imageAge } from '#domain/image/image-age.ts';
import { subscriptionsOf } from '#domain/plan/selection.ts';
import { readFleet } from '#procedures/read/read-fleet.ts';
import { currentClusterTime } from '../clusters/read-simulated-time.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { readCampaign } from '../input/read-campaign.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { fleetTable } from '../view/cluster/fleet-table.ts';
import { printJson, printText } from '../view/terminal/print.ts';
import { during } from '../view/terminal/progress.ts';

/** How old each pool's image is, and how far behind the newest. */
function withImageAges(fleet: Fleet, now: number): object {
  const clusters = fleet.clusters.map((cluster) => ({
    ...cluster,
    pools: cluster.pools.map((pool) => ({
      ...pool,
      imageAge: imageAge(pool.nodeImageVersion, pool.latestNodeImageVersion, now),
    })),
  }));
  return { ...fleet, clusters };
}

/** Every cluster that can be seen, or those in the subscriptions of a campaign file. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const file = options.text('file');
  const subscriptions = file === null ? ['*'] : subscriptionsOf(readCampaign(file).campaign);
  const { fleet, now } = await withGateways(async (gateways) => {
    const read = await during('reading the fleet', () =>
      readFleet(gateways, { subscriptions, images: () => true }),
    );
    return { fleet: read, now: await currentClusterTime(gateways) };
  });
  if (options.wantsJson()) printJson({ kind: 'Fleet', ...withImageAges(fleet, now) });
  else printText(fleetTable(fleet, now, terminalPalette(options), terminalWidth().width));
  return exitCodes.done;
}
