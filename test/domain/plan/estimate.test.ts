import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { aCampaign, aNightlyWindow, aRing, aStage } from '../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';

const minute = 60_000;
const { cluster, nodePools } = aCampaign();

/** The earliest finish of a campaign begun at 08:00 UTC on 20 November, without date and seconds where it is that day. */
const finish = (over: Partial<Campaign>, clusters: readonly Cluster[]) =>
  planCampaign({
    campaign: aCampaign(over),
    specDigest: '',
    fleet: aFleet(clusters),
    now: Date.parse('2026-11-20T08:00:00Z'),
  })
    .estimate.earliestFinish!.replace('2026-11-20T', '')
    .replace(':00.000Z', '');

const fiveNodes = aCluster({ pools: [aPool({ count: 5 })] });

describe('the earliest finish', () => {
  it.each<[string, Partial<Campaign>, readonly Cluster[], string]>([
    ['10 min for a control plane, 5 min for each Linux node', {}, [fiveNodes], '08:35'],
    [
      'no time for a channel that is suspended',
      { cluster: { ...cluster, onAutoUpgradeConflict: 'Suspend' } },
      [{ ...fiveNodes, upgradeChannel: 'stable' }],
      '08:35',
    ],
    ['9 min for each Windows node', {}, [aCluster({ pools: [aWindowsPool()] })], '08:28'],
    [
      'as many nodes at once as Azure surges by',
      {
        nodePools: {
          ...nodePools,
          defaults: {
            ...nodePools.defaults,
            upgradeSettings: { maxSurge: '50%', nodeSoakDurationInMinutes: 1 },
          },
        },
      },
      [fiveNodes],
      '08:22',
    ],
    [
      'the soaks of a blue-green upgrade, and all its nodes at once',
      {},
      [aCluster({ pools: [aPool({ count: 5, upgradeStrategy: 'BlueGreen' })] })],
      '10:15',
    ],
    [
      'every soak on top',
      {
        cluster: { ...cluster, controlPlaneSoakMs: minute, afterCluster: { soakMs: 2 * minute } },
        nodePools: { ...nodePools, defaults: { ...nodePools.defaults, soakMs: 4 * minute } },
        stages: [aStage({ soakMs: 8 * minute })],
      },
      [fiveNodes],
      '08:50',
    ],
    [
      'no soak of a stage that has nothing to change, or that is left out',
      {
        stages: [
          aRing('idle', { soakMs: 60 * minute }),
          aRing('out', { soakMs: 120 * minute }),
          aRing('production'),
        ],
      },
      [
        aCluster({
          name: 'idle',
          tags: { ring: 'idle' },
          currentKubernetesVersion: '1.34.1',
          pools: [aPool({ currentOrchestratorVersion: '1.34.1' })],
        }),
        aCluster({ name: 'out', tags: { ring: 'out' }, powerState: 'Stopped' }),
        { ...fiveNodes, tags: { ring: 'production' } },
      ],
      '08:35',
    ],
    ['one cluster after the other', {}, [fiveNodes, aCluster({ name: 'b', pools: [] })], '08:45'],
    [
      'clusters side by side where the stage allows',
      { stages: [aStage({ maxConcurrency: 2 })] },
      [fiveNodes, aCluster({ name: 'b', pools: [] })],
      '08:35',
    ],
    [
      'nothing for clusters that are left out',
      {},
      [fiveNodes, aCluster({ name: 'aks-out', powerState: 'Stopped' })],
      '08:35',
    ],
    ['nothing is begun before the window opens', { maintenance: aNightlyWindow() }, [fiveNodes], '22:35'],
    [
      'what no longer fits into one window goes into the next',
      { maintenance: aNightlyWindow() },
      [aCluster({ pools: [aPool({ count: 40 }), aPool({ name: 'system2', count: 1 })] })],
      '2026-11-21T22:05',
    ],
    [
      'a cluster begun in the window may be finished after it',
      { maintenance: aNightlyWindow({ onClose: 'FinishCluster' }) },
      [aCluster({ pools: [aPool({ count: 40 }), aPool({ name: 'system2', count: 1 })] })],
      '2026-11-21T01:35',
    ],
  ])('counts %s', (_rule, over, clusters, time) => {
    expect(finish(over, clusters)).toBe(time);
  });
});
