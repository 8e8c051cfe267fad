import { describe, expect, it } from 'vitest';
import { decideBegin } from '#domain/change/decide-begin.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import { readFleet } from '#procedures/read/read-fleet.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const fleetFile = `
apiVersion: drydock.dev/v1
kind: Fleet
metadata: { name: shared }
spec:
  start: 2026-11-20T08:00:00Z
  clusters:
    - name: aks-manual-weu
      resourceGroup: rg-shared
      version: 1.33.5
      maintenance: [{ name: default, properties: {} }]
      pools: [{ name: system, mode: System }]
    - name: aks-auto-weu
      resourceGroup: rg-shared
      version: 1.33.5
      properties: { autoUpgradeProfile: { upgradeChannel: stable, nodeOSUpgradeChannel: NodeImage } }
      maintenance:
        - name: aksManagedNodeOSUpgradeSchedule
          properties:
            maintenanceWindow:
              schedule: { weekly: { intervalWeeks: 2, dayOfWeek: Saturday } }
              durationHours: 6
              utcOffset: "+01:00"
              startDate: "2026-11-01"
              startTime: "22:00"
              notAllowedDates: [{ start: "2026-12-19", end: "2027-01-06" }]
        - { name: default, properties: { timeInWeek: [{ day: Sunday, hourSlots: [1, 2] }] } }
      pools: [{ name: system, mode: System }]
  fleetManagers:
    - name: fleet-prod
      resourceGroup: rg-fleet
      members: [{ cluster: aks-manual-weu, group: wave-2 }, { cluster: aks-auto-weu }]
      autoUpgradeProfiles:
        - { name: weekly, channel: NodeImage }
        - { name: minor, channel: Stable, disabled: true }
    - { name: fleet-empty, resourceGroup: rg-fleet }
`;

const { simulator, gateways } = await azureForFile({ fleet: fleetFile, speed: 1 });

const idOf = (name: string): string =>
  simulator.ready.clusters.find((each) => each.name === name)?.resourceId ?? '';

async function read(names: readonly string[] = ['aks-manual-weu', 'aks-auto-weu'], ownWindows = false) {
  const before = (await simulator.ledger(true)).length;
  const { otherWriters } = await readFleet(gateways, {
    subscriptions: ['*'],
    images: () => false,
    otherWriters: ({ name }) => names.includes(name),
    ownWindows,
  });
  const asked = (await simulator.ledger(true)).slice(before).map(({ path }) => path);
  return { ...otherWriters, asked: asked.filter((each) => /fleets|maintenanceConfigurations/.test(each)) };
}

const denied = (pathPattern: string) => simulator.fault({ kind: 'deny', match: { pathPattern }, times: 9 });

describe('who else may write to the clusters', () => {
  it('are Fleet Managers: members with their update groups, and profiles that are on', async () => {
    const profiles = [{ name: 'weekly', channel: 'NodeImage' }];
    const found = (await read()).memberships?.map((each) => ({
      ...each,
      clusterId: resourceKey(each.clusterId),
    }));
    expect(found).toEqual([
      { clusterId: resourceKey(idOf('aks-manual-weu')), fleet: 'fleet-prod', group: 'wave-2', profiles },
      { clusterId: resourceKey(idOf('aks-auto-weu')), fleet: 'fleet-prod', group: null, profiles },
    ]);
  });

  it('is AKS, with the windows of a cluster that it changes automatically', async () => {
    expect((await read()).maintenance).toEqual({
      [resourceKey(idOf('aks-auto-weu'))]: {
        value: [
          {
            name: 'aksManagedNodeOSUpgradeSchedule',
            utcOffset: '+01:00',
            hoursOfWeek: [],
            closures: [],
            window: {
              schedule: { weekly: { intervalWeeks: 2, dayOfWeek: 'Saturday' } },
              startTime: '22:00',
              durationHours: 6,
              startDate: '2026-11-01',
              notAllowedDates: [{ start: '2026-12-19', end: '2027-01-06' }],
            },
          },
          {
            name: 'default',
            utcOffset: '+00:00',
            hoursOfWeek: [{ day: 'Sunday', hours: [1, 2] }],
            window: null,
            closures: [],
          },
        ],
      },
    });
  });

  it('costs a request a subscription, two a Fleet Manager with members, one a cluster with a channel', async () => {
    expect((await read()).asked.map((path) => path.split('/').slice(-2).join('/'))).toEqual([
      'Microsoft.ContainerService/fleets',
      'fleet-prod/members',
      'fleet-prod/autoUpgradeProfiles',
      'fleet-empty/members',
      'aks-auto-weu/maintenanceConfigurations',
    ]);
  });

  it('is asked of clusters without a channel too where the campaign keeps to their own windows', async () => {
    const { maintenance } = await read(['aks-manual-weu'], true);
    expect(maintenance).toMatchObject({
      [resourceKey(idOf('aks-manual-weu'))]: { value: [{ name: 'default' }] },
    });
  });

  it('is not asked of a cluster that nobody asks about', async () => {
    expect((await read(['aks-manual-weu'])).maintenance).toEqual({});
    expect((await read([])).asked).toEqual([]);
  });
});

describe('what Azure does not show', () => {
  it.each([
    ['fleets$', 'fleets/read', 'subscription 00000000-0000-0000-0000-00000000000a'],
    ['fleet-prod/members', 'fleets/members/read', 'Fleet Manager fleet-prod'],
    ['autoUpgradeProfiles', 'fleets/autoUpgradeProfiles/read', 'Fleet Manager fleet-prod'],
  ])('of %s is named with the missing permission %s', async (path, permission, scope) => {
    await denied(path);
    expect((await read()).unread).toEqual([
      { scope, permission: `Microsoft.ContainerService/${permission}`, why: 'AuthorizationFailed' },
    ]);
  });

  it('of a cluster is reported with that cluster', async () => {
    await denied('maintenanceConfigurations');
    expect((await read()).maintenance?.[resourceKey(idOf('aks-auto-weu'))]).toEqual({
      unread: {
        scope: 'cluster aks-auto-weu',
        permission: 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read',
        why: 'AuthorizationFailed',
      },
    });
  });

  it.each([
    [404, 'InvalidResourceType'],
    [400, 'NoRegisteredProviderFound'],
    [409, 'MissingSubscriptionRegistration'],
  ])('because it has no such thing there (%i %s) is not known either', async (status, code) => {
    await simulator.fault({ kind: 'error-answer', match: { pathPattern: 'fleets$' }, status, code });
    const { memberships, unread } = await read();
    expect(memberships).toEqual([]);
    expect(unread).toMatchObject([{ why: code }]);
  });

  it('only for now ends the reading: the next one will know', async () => {
    const match = { pathPattern: 'fleets$' };
    await simulator.fault({ kind: 'throttle', match, retryAfterSeconds: 3600 });
    expect(await failureOf(read())).toMatchObject({ kind: 'throttled' });
  });
});

// Last: it changes the fleet.
describe('an upgrade that AKS begins by its channel', () => {
  it('is seen right before a step, waited for, and AKS is named as who may be behind it', async () => {
    const scheduledEvent = { kind: 'auto-upgrade', cluster: 'aks-auto-weu', after: '1m' };
    await simulator.ask('/_simulator/scheduled-events', { method: 'POST', body: scheduledEvent });
    await simulator.advance('2m');
    const resourceId = idOf('aks-auto-weu');
    const seen = await gateways.azure.inspectCluster(resourceId);
    const change = { kind: 'upgrade-control-plane', resourceId, to: '1.34.1' } as const;
    expect(decideBegin(change, seen, false)).toEqual({
      do: 'wait',
      because:
        'aks-auto-weu is Upgrading: another operation runs (AKS may have begun it by its automatic upgrade channel stable or node OS channel NodeImage)',
    });
  });
});
