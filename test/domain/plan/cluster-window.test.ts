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
      timezone: 'UTC',
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
      'is none, and only such windows count',
      { value: [] },
      { source: 'Cluster', windows: [] },
      'no maintenance window limits it: it has no maintenance configuration aksManagedAutoUpgradeSchedule or default in Azure',
    ],
  ])('that %s is warned of', (_what, reading, over, warning) => {
    expect(planned(reading, over).warnings).toEqual([warning]);
  });

  it('that is not known leaves the earliest finish unknown', () => {
    const unread = { unread: anUnread({ scope: 'cluster aks-one-weu', permission }) };
    expect(plan(unread)).toMatchObject({ estimate: { earliestFinish: null }, blocked: [] });
  });

  const dates = [{ start: '2026-11-01', end: '9999-12-31' }];
  it.each<[string, MaintenanceConfiguration, Partial<Maintenance>, string]>([
    [
      "meets the file's",
      saturdays,
      { windows: [{ ...aNightlyWindow().windows[0]!, startTime: '10:00' }] },
      "its own window in Azure, Sat 22:00-04:00 UTC+01:00 (aksManagedAutoUpgradeSchedule), and the file's are not open together",
    ],
    [
      'opens',
      { ...saturdays, window: { ...saturdays.window!, notAllowedDates: dates } },
      { source: 'Cluster', windows: [] },
      'its own window in Azure, Sat 22:00-04:00 UTC+01:00, not 2026-11-01..9999-12-31 (aksManagedAutoUpgradeSchedule), is not open',
    ],
  ])(
    'that never %s makes the plan skip the cluster, and a plan of no other is blocked',
    (_what, config, over, because) => {
      const { stages, totals, estimate, warnings, blocked, digest } = plan({ value: [config] }, over);
      const reason = `no operation would ever start: ${because} for the 45m that minRemaining asks for within 10 years`;
      expect(stages[0]!.clusters[0]).toMatchObject({ blocked: [reason], steps: [], warnings: [] });
      expect(stages[0]!.clusters[0]).not.toHaveProperty('window');
      expect({ totals, estimate, warnings, blocked }).toMatchObject({
        totals: { blocked: 1 },
        estimate: { earliestFinish: null },
        warnings: [],
        blocked: ['nothing can be done: every cluster is blocked'],
      });
      expect(digest).not.toBe(plan({ value: [] }, over).digest);
    },
  );

  it('that never opens is no reason to skip a cluster at the target', () => {
    const config = { ...saturdays, window: { ...saturdays.window!, notAllowedDates: dates } };
    const maintenance = { [resourceKey(cluster.resourceId)]: { value: [config] } as const };
    const done = aCluster({ currentKubernetesVersion: '1.34.1', pools: [] });
    const fleet = { ...aFleet([done]), otherWriters: otherWriters({ maintenance }) };
    const campaign = aCampaign({ maintenance: aNightlyWindow({ source: 'Merge' }) });
    const { totals } = planCampaign({ campaign, specDigest: '', fleet, now: 0 });
    expect(totals).toMatchObject({ blocked: 0, unchanged: 1 });
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
    ['that never open', 'block it', [never], 1],
    ['of which none ever opens', 'block it, once', [never, never], 1],
    ['that open after years', 'do not block it', [late], 0],
    ['of which one opens', 'do not block it', [never, nightly!], 0],
  ])('%s %s', (_what, _said, windows, count) => {
    const { blocked, estimate } = plan({ value: [] }, { source: 'Spec', windows });
    expect(blocked).toEqual(
      Array(count).fill(
        'no operation would ever start: the maintenance window is not open for the 45m that minRemaining asks for within 10 years',
      ),
    );
    expect(estimate.earliestFinish === null).toBe(count > 0);
  });
});
