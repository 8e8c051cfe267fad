import { describe, expect, it } from 'vitest';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import type { MaintenanceConfiguration, OtherWriters } from '#domain/fleet/other-writers.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { otherWriterWarnings, unreadWarnings } from '#domain/plan/warnings/other-writer-warnings.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aFleet } from '../../../builders/a-fleet.ts';
import { aConfiguration, aMembership, anUnread, otherWriters } from '../../../builders/other-writers.ts';

const planned = (
  cluster: Cluster,
  writers: OtherWriters | null,
  onAutoUpgradeConflict: 'Fail' | 'Suspend' = 'Fail',
) => {
  const campaign = aCampaign();
  return planCampaign({
    campaign: { ...campaign, cluster: { ...campaign.cluster, onAutoUpgradeConflict } },
    specDigest: 'sha256:spec',
    fleet: { ...aFleet([cluster]), ...(writers && { otherWriters: writers }) },
    now: Date.parse('2026-11-20T08:00:00Z'),
  });
};

const maintained = (cluster: Cluster, ...read: readonly MaintenanceConfiguration[]) =>
  otherWriters({ maintenance: { [resourceKey(cluster.resourceId)]: { value: read } } });

const nodeOS = aCluster({ nodeOSUpgradeChannel: 'NodeImage' });
const both = aCluster({ upgradeChannel: 'stable', nodeOSUpgradeChannel: 'NodeImage' });

describe('a member of a Fleet Manager', () => {
  const cluster = aCluster();
  const other = aCluster({ name: 'aks-other-weu' }).resourceId;

  it.each([
    ['is none that another cluster is', aMembership({ clusterId: other }), []],
    [
      'is found whatever the case of its id',
      aMembership({ clusterId: cluster.resourceId.toUpperCase() }),
      ['another writer: it is a member of Fleet Manager fleet-prod, whose update runs may upgrade it'],
    ],
    [
      'is reported with its update group',
      aMembership({ group: 'wave-2' }),
      [
        'another writer: it is a member of Fleet Manager fleet-prod (update group wave-2), whose update runs may upgrade it',
      ],
    ],
    [
      'is reported with what begins its runs automatically',
      aMembership({
        profiles: [
          { name: 'weekly', channel: 'NodeImage' },
          { name: 'minor', channel: 'Stable' },
        ],
      }),
      [
        'another writer: it is a member of Fleet Manager fleet-prod, whose update runs may upgrade it, and begin by themselves (auto-upgrade profile weekly: NodeImage, minor: Stable)',
      ],
    ],
  ])('%s', (_rule, membership, warnings) => {
    expect(otherWriterWarnings(cluster, [], otherWriters({ memberships: [membership] }))).toEqual(warnings);
  });
});

describe('AKS itself may write', () => {
  it.each<[string, Cluster, readonly MaintenanceConfiguration[], readonly string[]]>([
    [
      'in its own window',
      nodeOS,
      [aConfiguration()],
      [
        'another writer: AKS may renew its nodes by its node OS channel NodeImage, Sat 22:00-04:00 UTC+01:00 (aksManagedNodeOSUpgradeSchedule)',
      ],
    ],
    [
      'in the window of each channel, in UTC where no offset is set',
      both,
      [aConfiguration(), aConfiguration({ name: 'aksManagedAutoUpgradeSchedule', utcOffset: '+00:00' })],
      [
        'another writer: AKS may upgrade it by its automatic upgrade channel stable, Sat 22:00-04:00 UTC (aksManagedAutoUpgradeSchedule)',
        'another writer: AKS may renew its nodes by its node OS channel NodeImage, Sat 22:00-04:00 UTC+01:00 (aksManagedNodeOSUpgradeSchedule)',
      ],
    ],
    [
      'at any time where no window is set',
      nodeOS,
      [aConfiguration({ name: 'aksManagedAutoUpgradeSchedule' })],
      [
        'another writer: AKS may renew its nodes by its node OS channel NodeImage, at any time (it has no aksManagedNodeOSUpgradeSchedule)',
      ],
    ],
    [
      'with its weekly releases, by the older form of window too',
      nodeOS,
      [
        aConfiguration(),
        aConfiguration({
          name: 'default',
          window: null,
          hoursOfWeek: [{ day: 'Sunday', hours: [1, 2] }],
        }),
      ],
      [
        'another writer: AKS may renew its nodes by its node OS channel NodeImage, Sat 22:00-04:00 UTC+01:00 (aksManagedNodeOSUpgradeSchedule)',
        'another writer: AKS may roll out its weekly releases on it, in the hours that begin Sun 01:00 02:00 UTC (default)',
      ],
    ],
    [
      'at times that cannot be read here',
      nodeOS,
      [aConfiguration({ window: null })],
      [
        'another writer: AKS may renew its nodes by its node OS channel NodeImage, at unknown times (aksManagedNodeOSUpgradeSchedule)',
      ],
    ],
  ])('%s', (_rule, cluster, configurations, warnings) => {
    expect(otherWriterWarnings(cluster, [], maintained(cluster, ...configurations))).toEqual(warnings);
  });

  it('but not by a channel that the campaign suspends meanwhile', () => {
    const writers = maintained(both, aConfiguration({ name: 'aksManagedAutoUpgradeSchedule' }));
    const [cluster] = planned(both, writers, 'Suspend').stages[0]?.clusters ?? [];
    expect(cluster?.warnings.filter((warning) => warning.startsWith('another writer'))).toEqual([
      'another writer: AKS may renew its nodes by its node OS channel NodeImage, at any time (it has no aksManagedNodeOSUpgradeSchedule)',
    ]);
  });

  it('and when, is said not to be known where Azure does not show it, with what is missing', () => {
    const unread = anUnread({
      scope: 'cluster aks-one-weu',
      permission: 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read',
    });
    const maintenance = { [resourceKey(nodeOS.resourceId)]: { unread } };
    expect(otherWriterWarnings(nodeOS, [], otherWriters({ maintenance }))).toEqual([
      'another writer: AKS may renew its nodes by its node OS channel NodeImage; its window is unknown',
      'unknown when AKS changes it automatically: cluster aks-one-weu cannot be read (AuthorizationFailed); permission Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read is required',
    ]);
  });
});

describe('what Azure does not show of Fleet Managers', () => {
  it('is said once for all that is alike, and names three of many', () => {
    const scopes = ['s1', 's2', 's3', 's4', 's5'].map((each) => `subscription ${each}`);
    const members = anUnread({
      scope: 'Fleet Manager fleet-prod',
      permission: 'Microsoft.ContainerService/fleets/members/read',
    });
    expect(unreadWarnings([...scopes.map((scope) => anUnread({ scope })), members])).toEqual([
      'unknown whether Fleet Managers upgrade these clusters: subscription s1, subscription s2, subscription s3 and 2 more cannot be read (AuthorizationFailed); permission Microsoft.ContainerService/fleets/read is required',
      'unknown which of these clusters a Fleet Manager upgrades: Fleet Manager fleet-prod cannot be read (AuthorizationFailed); permission Microsoft.ContainerService/fleets/members/read is required',
    ]);
  });
});

describe('a plan', () => {
  const writers = otherWriters({ memberships: [aMembership()], unread: [anUnread()] });

  it('is the same for each approver, whatever else may write', () => {
    const alone = planned(aCluster(), null);
    const shared = planned(aCluster(), writers);
    expect(alone.warnings).toEqual([]);
    expect(shared.warnings).toHaveLength(1);
    expect(shared.stages[0]?.clusters[0]?.warnings).toHaveLength(1);
    expect(shared.digest).toBe(alone.digest);
  });

  it('says nothing of others where nothing is done', () => {
    const there = aCluster({
      currentKubernetesVersion: '1.34.1',
      pools: [aPool({ currentOrchestratorVersion: '1.34.1' })],
    });
    const { warnings, stages } = planned(there, writers);
    expect([warnings, stages[0]?.clusters[0]?.warnings]).toEqual([[], []]);
  });
});
