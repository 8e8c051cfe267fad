import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '#domain/change/change.ts';
import { isJsonObject, type JsonObject } from '#gateways/azure/client/json-object.ts';
import { changeRequest } from '#gateways/azure/operations/change-request.ts';

const resourceId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c';
const upgrade = {
  kind: 'upgrade-node-pool',
  resourceId,
  pool: 'np1',
  to: '1.34.1',
  upgradeSettings: {},
} as const;
const controlPlane = { kind: 'upgrade-control-plane', resourceId, to: '1.34.1' } as const;

const poolProperties = {
  count: 5,
  orchestratorVersion: '1.33.5',
  currentOrchestratorVersion: '1.33.5',
  nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202509.23.0',
  provisioningState: 'Succeeded',
  powerState: { code: 'Running' },
  upgradeStrategy: 'Rolling',
  upgradeSettings: { maxSurge: '33%', maxBlockedNodes: '20%' },
  eTag: 'e',
};

function changeBody(change: Change, current: JsonObject): JsonObject {
  const request = changeRequest(change, current);
  if ('put' in request) return request.put;
  throw new Error(`${change.kind} is a POST`);
}

/** Fields that no version of ours knows. */
const unknownFields = fc.dictionary(fc.stringMatching(/^x[a-zA-Z]{1,8}$/), fc.jsonValue());

describe('the body of a pool upgrade', () => {
  it('has a strategy and its settings beside the pool, the own ones that stay among them', () => {
    const upgradeSettings = {
      upgradeStrategy: 'BlueGreen',
      upgradeSettingsBlueGreen: { finalSoakDurationInMinutes: 2 },
    } as const;
    const own = { upgradeSettingsBlueGreen: { drainBatchSize: '50%', maxOfTomorrow: 1 } };
    const body = changeBody({ ...upgrade, upgradeSettings }, { properties: { ...poolProperties, ...own } });
    expect(body.properties).toMatchObject({
      upgradeStrategy: 'BlueGreen',
      upgradeSettings: poolProperties.upgradeSettings,
      upgradeSettingsBlueGreen: { drainBatchSize: '50%', maxOfTomorrow: 1, finalSoakDurationInMinutes: 2 },
    });
  });

  it('sets the version and leaves everything else as it was read', () => {
    const body = changeBody(upgrade, { id: 'i', name: 'np1', type: 't', properties: poolProperties });
    expect(body).toEqual({
      properties: {
        count: 5,
        orchestratorVersion: '1.34.1',
        powerState: { code: 'Running' },
        upgradeStrategy: 'Rolling',
        upgradeSettings: { maxSurge: '33%', maxBlockedNodes: '20%' },
      },
    });
  });

  it('lays our upgrade settings over the settings that are there', () => {
    const change = { ...upgrade, upgradeSettings: { maxSurge: '1', drainTimeoutInMinutes: 45 } };
    expect(changeBody(change, { properties: poolProperties })).toMatchObject({
      properties: { upgradeSettings: { maxSurge: '1', drainTimeoutInMinutes: 45, maxBlockedNodes: '20%' } },
    });
  });

  it('invents no settings for a pool that has none', () => {
    expect(changeBody(upgrade, { properties: {} })).toEqual({
      properties: { orchestratorVersion: '1.34.1' },
    });
  });
});

describe('the body of a rollback', () => {
  it('is the only one that names an image', () => {
    const change = {
      kind: 'roll-back-node-pool',
      resourceId,
      pool: 'np1',
      to: '1.33.5',
      nodeImageVersion: 'the old one',
    } as const;
    expect(
      changeBody(change, { properties: { ...poolProperties, nodeImageVersion: 'the new one' } }),
    ).toEqual({
      properties: {
        count: 5,
        orchestratorVersion: '1.33.5',
        nodeImageVersion: 'the old one',
        powerState: { code: 'Running' },
        upgradeStrategy: 'Rolling',
        upgradeSettings: { maxSurge: '33%', maxBlockedNodes: '20%' },
      },
    });
  });
});

describe('the body that puts upgrade settings back', () => {
  it('leaves the version as it is', () => {
    const change = {
      ...upgrade,
      kind: 'restore-upgrade-settings',
      upgradeSettings: { maxSurge: '10%' },
    } as const;
    expect(changeBody(change, { properties: poolProperties })).toMatchObject({
      properties: {
        orchestratorVersion: '1.33.5',
        upgradeSettings: { maxSurge: '10%', maxBlockedNodes: '20%' },
      },
    });
  });
});

describe('the body of a control plane upgrade', () => {
  it('moves the control plane and no pool', () => {
    const body = changeBody(controlPlane, {
      properties: { kubernetesVersion: '1.33.5', agentPoolProfiles: [{ name: 'np1', ...poolProperties }] },
    });
    expect(body).toMatchObject({
      properties: {
        kubernetesVersion: '1.34.1',
        agentPoolProfiles: [{ name: 'np1', orchestratorVersion: '1.33.5', upgradeStrategy: 'Rolling' }],
      },
    });
  });

  it('sends neither what only Azure writes nor a service principal without its secret', () => {
    const body = changeBody(controlPlane, {
      eTag: 'e',
      location: 'westeurope',
      identity: {
        type: 'UserAssigned',
        principalId: 'p',
        tenantId: 't',
        userAssignedIdentities: { '/id': { clientId: 'c', principalId: 'p' } },
      },
      properties: { fqdn: 'f', provisioningState: 'Succeeded', servicePrincipalProfile: { clientId: 'c' } },
    });
    expect(body).toEqual({
      location: 'westeurope',
      identity: { type: 'UserAssigned', userAssignedIdentities: { '/id': {} } },
      properties: { kubernetesVersion: '1.34.1', agentPoolProfiles: [] },
    });
  });
});

describe('the body that forces upgrades', () => {
  const cluster = {
    properties: {
      kubernetesVersion: '1.33.5',
      upgradeSettings: {
        overrideSettings: { forceUpgrade: false, until: '2026-01-01T00:00:00Z', xNew: 1 },
        xNew: 2,
      },
      agentPoolProfiles: [],
    },
  };
  const until = '2026-11-20T10:00:00.000Z';

  it.each([
    [until, { forceUpgrade: true, until }],
    [null, { forceUpgrade: false, until: '2026-01-01T00:00:00Z' }],
  ])('until %s changes that alone', (wanted, overrideSettings) => {
    expect(changeBody({ kind: 'set-force-upgrade', resourceId, until: wanted }, cluster)).toEqual({
      properties: {
        ...cluster.properties,
        upgradeSettings: { overrideSettings: { ...overrideSettings, xNew: 1 }, xNew: 2 },
      },
    });
  });
});

describe('the body that sets an automatic upgrade channel', () => {
  const channel = { kind: 'set-upgrade-channel', resourceId, channel: 'none' } as const;
  const cluster = {
    properties: {
      kubernetesVersion: '1.33.5',
      autoUpgradeProfile: { upgradeChannel: 'stable', nodeOSUpgradeChannel: 'NodeImage', xNew: 1 },
      agentPoolProfiles: [{ name: 'np1', orchestratorVersion: '1.33.5' }],
    },
  };

  it('changes that channel alone', () => {
    expect(changeBody(channel, cluster)).toEqual({
      properties: {
        ...cluster.properties,
        autoUpgradeProfile: { upgradeChannel: 'none', nodeOSUpgradeChannel: 'NodeImage', xNew: 1 },
      },
    });
  });

  it('changes the channel of node images too where that is asked for', () => {
    expect(changeBody({ ...channel, nodeOSChannel: 'None' }, cluster)).toMatchObject({
      properties: { autoUpgradeProfile: { upgradeChannel: 'none', nodeOSUpgradeChannel: 'None', xNew: 1 } },
    });
  });

  it('gives one to a cluster that has none', () => {
    expect(changeBody({ ...channel, channel: 'patch' }, { properties: {} })).toEqual({
      properties: { autoUpgradeProfile: { upgradeChannel: 'patch' }, agentPoolProfiles: [] },
    });
  });
});

describe('every body', () => {
  it('keeps fields that we have never heard of, at every level', () => {
    fc.assert(
      fc.property(unknownFields, unknownFields, unknownFields, (top, own, settings) => {
        const pool = { ...own, upgradeSettings: { maxSurge: '1', ...settings } };
        const forPool = changeBody(upgrade, { ...top, properties: pool });
        expect(forPool).toMatchObject({ ...top, properties: pool });
        const forCluster = changeBody(controlPlane, {
          ...top,
          properties: { ...own, agentPoolProfiles: [pool] },
        });
        expect(forCluster).toMatchObject({ ...top, properties: { ...own, agentPoolProfiles: [pool] } });
      }),
    );
  });

  it('never carries a node image version: Azure could take it for a rollback', () => {
    fc.assert(
      fc.property(fc.string(), unknownFields, (nodeImageVersion, rest) => {
        const pool = { ...rest, nodeImageVersion };
        const bodies: readonly JsonObject[] = [
          changeBody(upgrade, { properties: pool }),
          changeBody(controlPlane, { properties: { agentPoolProfiles: [pool, pool] } }),
        ];
        for (const body of bodies) expect(namesIn(body)).not.toContain('nodeImageVersion');
      }),
    );
  });
});

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isJsonObject(value) ? Object.entries(value).flatMap(([key, each]) => [key, ...namesIn(each)]) : [];
}

describe('the body of a new pool', () => {
  it('has all of the pool that it is like, also what no version of ours knows, save what is that one alone', () => {
    fc.assert(
      fc.property(unknownFields, (more) => {
        const own = {
          osSKU: 'Windows2022',
          nodeLabels: { tier: 'legacy' },
          nodeTaints: ['legacy=yes:NoSchedule'],
          tags: { team: 'shop' },
          creationData: { sourceResourceId: 's' },
          ...more,
        };
        const change = { kind: 'create-node-pool', resourceId, pool: 'np1b', like: 'np1' } as const;
        const current = { id: 'i', name: 'np1', type: 't', properties: { ...poolProperties, ...own } };
        expect(changeBody({ ...change, osSKU: 'Windows2025', to: '1.33.5' }, current)).toEqual({
          properties: {
            ...more,
            count: 5,
            orchestratorVersion: '1.33.5',
            upgradeStrategy: 'Rolling',
            upgradeSettings: poolProperties.upgradeSettings,
            osSKU: 'Windows2025',
            nodeLabels: own.nodeLabels,
            nodeTaints: own.nodeTaints,
            tags: { team: 'shop', 'drydock-migrated-from': 'np1' },
          },
        });
      }),
    );
  });
});
