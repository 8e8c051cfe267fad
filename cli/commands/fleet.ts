import { usualHoldTag } from '#domain/campaign/campaign.ts';
import { uniqueNames } from '#domain/fleet/cluster-names.ts';
import { type Fleet, hasTagNamed } from '#domain/fleet/fleet.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
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

/** How old each pool's image is and how far behind the newest, by which name a target takes a cluster, and what is skipped by its tag. */
function forReaders(fleet: Fleet, now: number, holdTag: string): object {
  const names = uniqueNames(fleet.clusters);
  const clusters = fleet.clusters.map((cluster) => ({
    ...cluster,
    uniqueName: names.get(resourceKey(cluster.resourceId)),
    isHeld: hasTagNamed(cluster.tags, holdTag),
    pools: cluster.pools.map((pool) => ({
      ...pool,
      isHeld: hasTagNamed(pool.tags, holdTag),
      imageAge: imageAge(pool.nodeImageVersion, pool.latestNodeImageVersion, now),
    })),
  }));
  return { ...fleet, holdTag, clusters };
}

/** Every cluster that can be seen, or those in the subscriptions of a campaign file. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const file = options.text('file');
  const campaign = file === null ? null : readCampaign(file).campaign;
  const subscriptions = campaign === null ? ['*'] : subscriptionsOf(campaign);
  const holdTag = campaign?.cluster.holdTag ?? usualHoldTag;
  const { fleet, now } = await withGateways(async (gateways) => {
    const read = await during('reading the fleet', () =>
      readFleet(gateways, { subscriptions, images: () => true }),
    );
    return { fleet: read, now: await currentClusterTime(gateways) };
  });
  if (options.wantsJson()) printJson({ kind: 'Fleet', ...forReaders(fleet, now, holdTag) });
  else printText(fleetTable({ fleet, now, holdTag, palette: terminalPalette(options), ...terminalWidth() }));
  return exitCodes.done;
}
