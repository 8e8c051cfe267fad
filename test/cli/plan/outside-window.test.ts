import { describe, expect, it } from 'vitest';
import { refuseOutsideWindow } from '#cli/plan/check-start.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import type { MaintenanceConfiguration } from '#domain/fleet/other-writers.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { aCampaign, aNightlyWindow } from '../../builders/a-campaign.ts';
import { aCluster } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';
import { aConfiguration, otherWriters } from '../../builders/other-writers.ts';

const saturdays = aConfiguration({ name: 'aksManagedAutoUpgradeSchedule' });
const fridays = aConfiguration({
  name: 'aksManagedAutoUpgradeSchedule',
  window: { ...saturdays.window!, schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Friday' } } },
});

/** Whether a campaign that does not wait may start on clusters with these windows of their own; the file's is 22:00 to 02:00 UTC. */
function start(time: string, source: 'Merge' | null, ...windows: readonly MaintenanceConfiguration[]) {
  const now = Date.parse(time);
  const clusters = (windows.length === 0 ? [saturdays] : windows).map((window, index) => ({
    window,
    cluster: aCluster({ name: `aks-${index}` }),
  }));
  const maintenance = Object.fromEntries(
    clusters.map(({ window, cluster }) => [resourceKey(cluster.resourceId), { value: [window] } as const]),
  );
  const fleet = {
    ...aFleet(clusters.map(({ cluster }) => cluster)),
    otherWriters: otherWriters({ maintenance }),
  };
  const campaign = aCampaign({ maintenance: aNightlyWindow(source === null ? {} : { source }) });
  const plan = planCampaign({ campaign, specDigest: '', fleet, now });
  return () => refuseOutsideWindow(campaign, plan, now);
}

describe('a campaign that is not to wait', () => {
  it.each<[string, ReturnType<typeof start>]>([
    ["in the file's window", start('2026-11-20T23:00:00Z', null)],
    ["in the file's and the cluster's", start('2026-11-21T23:00:00Z', 'Merge')],
    ['where one of its clusters may be begun', start('2026-11-20T23:00:00Z', 'Merge', saturdays, fridays)],
  ])('starts %s', (_, refuse) => {
    expect(refuse).not.toThrow();
  });

  it.each<[string, ReturnType<typeof start>, string]>([
    ["outside the file's window", start('2026-11-20T12:00:00Z', null), 'Fri 2026-11-20 22:00 UTC'],
    ["outside the cluster's own", start('2026-11-20T23:00:00Z', 'Merge'), 'Sat 2026-11-21 22:00 UTC'],
  ])('does not start %s', (_, refuse, opensAt) => {
    expect(refuse).toThrow(`outside the maintenance window; the next one opens ${opensAt}`);
  });
});
