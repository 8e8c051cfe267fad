import { calendarOf } from '#domain/calendar/decide-start.ts';
import {
  joinTouching,
  type Openings,
  uniteOpenings,
  withinHorizon,
  withoutClosures,
} from '#domain/calendar/openings.ts';
import type { OwnWindows } from '#domain/calendar/own-windows.ts';
import { clocksChanged } from '#domain/calendar/show-runs.ts';
import type { WindowSpan } from '#domain/calendar/window-span.ts';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { ownWindowsIn } from '#domain/plan/cluster-window.ts';
import { selectStageClusters, subscriptionsOf } from '#domain/plan/selection.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readFleet } from '#procedures/read/read-fleet.ts';
import { readMaintenance } from '#procedures/read/read-other-writers.ts';

/** A cluster of the campaign with its own windows in Azure. */
export interface ClusterOwn {
  readonly cluster: Cluster;
  readonly own: OwnWindows;
}

/** RFC 3339 UTC. */
export interface ListedWindow {
  readonly opensAt: string;
  readonly closesAt: string;
  /** How far clocks are put in it, in its last day: "+1h", "-1h"; null: they are not. */
  readonly clocksChanged: string | null;
}

/** When a campaign may act; `always`: no window limits it, on at least one cluster. */
export interface ListedWindows {
  readonly always: boolean;
  readonly windows: readonly ListedWindow[];
}

export interface WindowsQuestion {
  readonly maintenance: Campaign['maintenance'];
  /** Whose clocks count. */
  readonly timezone: string;
  readonly fromMs: number;
  readonly count: number;
  /** In which nothing may be begun. */
  readonly closures: readonly WindowSpan[];
}

/** The clusters that the campaign selects, each with its own windows. Throws what the gateways throw. */
export async function readOwnWindows(gateways: Gateways, campaign: Campaign): Promise<readonly ClusterOwn[]> {
  const subscriptions = subscriptionsOf(campaign);
  const fleet = await readFleet(gateways, { subscriptions, images: () => false });
  const clusters = selectStageClusters(campaign, fleet).flatMap((stage) => stage.clusters);
  const maintenance = await readMaintenance(gateways.azure, clusters);
  const otherWriters = { memberships: [], unread: [], maintenance };
  const ownOf = ownWindowsIn(campaign, { otherWriters });
  return clusters.flatMap((cluster) => {
    const own = ownOf(cluster);
    return own === null ? [] : [{ cluster, own }];
  });
}

/** A window without end is listed in years. */
const listedDays = 366;
const dayMs = 86_400_000;

/** The first windows in which the campaign may begin something on any of these clusters; null: only the file counts. */
export function listWindows(question: WindowsQuestion, owns: readonly OwnWindows[] | null): ListedWindows {
  const { maintenance, timezone, fromMs, count, closures } = question;
  // Clusters with the same windows share one object.
  const calendars = [...new Set(owns ?? [null])]
    .map((own) => calendarOf(maintenance, own))
    .filter(({ because }) => because === null);
  const openings = calendars.flatMap((calendar): readonly Openings[] =>
    calendar.openings === null ? [] : [withinHorizon(withoutClosures(calendar.openings, closures))],
  );
  return {
    always: openings.length < calendars.length,
    windows: firstOf(joinTouching(uniteOpenings(openings), listedDays)(fromMs), count).map(
      ({ opensAt, closesAt }) => ({
        opensAt: new Date(opensAt).toISOString(),
        closesAt: new Date(closesAt).toISOString(),
        clocksChanged: clocksChanged(Math.max(opensAt, closesAt - dayMs), closesAt, timezone),
      }),
    ),
  };
}

function firstOf(spans: Iterable<WindowSpan>, count: number): readonly WindowSpan[] {
  const found: WindowSpan[] = [];
  for (const span of spans) {
    found.push(span);
    if (found.length === count) break;
  }
  return found;
}
