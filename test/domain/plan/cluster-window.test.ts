import { describe, expect, it } from 'vitest';
import type { Maintenance } from '#domain/campaign/campaign.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import type { MaintenanceConfiguration, UnreadScope } from '#domain/fleet/other-writers.ts';
import type { Observation } from '#domain/observation.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { aCampaign, aNightlyWindow } from '../../builders/a-campaign.ts';
import { aCluster } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';
import { aConfiguration, anUnread, otherWriters } from '../../builders/other-writers.ts';

const cluster = aCluster();
const permission = 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read';

/** The plan at 08:00 UTC on Friday, 20 November, for scheduled runs from 22:00 UTC for four hours, the cluster's own merged in. */
function plan(
  reading: Observation<readonly MaintenanceConfiguration[], UnreadScope>,
  over: Partial<Maintenance> = {},
) {
  const campaign = aCampaign({ maintenance: aNightlyWindow({ source: 'Merge', ...over }) });
  const maintenance = { [resourceKey(cluster.resourceId)]: reading };
  const fleet = { ...aFleet([cluster]), otherWriters: otherWriters({ maintenance }) };
  return planCampaign({ campaign, specDigest: '', fleet, now: Date.parse('2026-11-20T08:00:00Z') });
}

const planned = (...args: Parameters<typeof plan>) => plan(...args).stages[0]!.clusters[0]!;
const saturdays = aConfiguration({ name: 'aksManagedAutoUpgradeSchedule' });

describe("A cluster's own window in the plan", () => {
  it("is reported with the first moment at which it and the file's are open", () => {
    expect(planned({ value: [saturdays] }).window).toEqual({
      own: 'Sat 22:00-04:00 UTC+01:00 (aksManagedAutoUpgradeSchedule)',
      open: false,
      opensAt: '2026-11-21T22:00:00.000Z',
      closesAt: '2026-11-22T02:00:00.000Z',
    });
  });

  it('counts in the earliest finish', () => {
    expect(plan({ value: [saturdays] }).estimate.earliestFinish).toMatch('2026-11-21T22:');
  });

  it('changes nothing about what is agreed to', () => {
    const without = plan({ value: [] });
    expect(plan({ value: [saturdays] }).digest).toBe(without.digest);
  });

  it.each<
    [string, Observation<readonly MaintenanceConfiguration[], UnreadScope>, Partial<Maintenance>, string]
  >([
    [
      'is not known',
      { unread: anUnread({ scope: 'cluster aks-one-weu', permission }) },
      {},
      `no operation starts on it: its maintenance window is unknown (the maintenance configurations of cluster aks-one-weu cannot be read (AuthorizationFailed); permission ${permission} is required)`,
    ],
    [
      "never meets the file's",
      { value: [saturdays] },
      { windows: [{ ...aNightlyWindow().windows[0]!, startTime: '10:00' }] },
      "no operation ever starts on it: its own window in Azure, Sat 22:00-04:00 UTC+01:00 (aksManagedAutoUpgradeSchedule), and the file's are not open together for the 45m that minRemaining asks for within 10 years",
    ],
    [
      'is none, and only such windows count',
      { value: [] },
      { source: 'Cluster', windows: [] },
      'it may be upgraded at any time: it has neither aksManagedAutoUpgradeSchedule nor default',
    ],
  ])('that %s is warned of', (_what, reading, over, warning) => {
    expect(planned(reading, over).warnings).toEqual([warning]);
  });

  it("that is none is nothing to warn of where the file's counts too", () => {
    expect(planned({ value: [] }).warnings).toEqual([]);
  });
});

describe("The file's windows in the plan", () => {
  const [nightly] = aNightlyWindow().windows;
  const without = (start: string, end: string) => ({ ...nightly!, notAllowedDates: [{ start, end }] });
  const never = without('2026-11-01', '9999-12-31');
  const late = without('2026-11-01', '2030-12-31');

  it.each([
    ['that never open', 'are warned of', [never], 1],
    ['of which none ever opens', 'are warned of once', [never, never], 1],
    ['that open after years', 'are not warned of', [late], 0],
    ['of which one opens', 'are not warned of', [never, nightly!], 0],
  ])('%s %s', (_what, _said, windows, count) => {
    const { warnings } = plan({ value: [] }, { source: 'Spec', windows });
    expect(warnings).toEqual(
      Array(count).fill(
        'no operation ever starts, and the earliest finish counts no window: the maintenance window is not open for the 45m that minRemaining asks for within 10 years',
      ),
    );
  });
});
