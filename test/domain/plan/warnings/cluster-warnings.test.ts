import { describe, expect, it } from 'vitest';
import type { NodePool } from '#domain/fleet/fleet.ts';
import type { UpgradeSettings } from '#domain/fleet/upgrade-settings.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { poolStrategy } from '#domain/plan/steps/pool-settings.ts';
import { stepWarnings } from '#domain/plan/warnings/cluster-warnings.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../../builders/a-cluster.ts';
import { aPoolStep } from '../../../builders/a-preflight-reading.ts';

/** The warnings about one pool that is upgraded to 1.34.1, with these settings of the file. */
function warnings(pool: NodePool, settings: UpgradeSettings = {}, over: Partial<PlanStep> = {}) {
  const strategy = { ...poolStrategy(aCampaign().nodePools, pool), upgradeSettings: settings };
  const step = aPoolStep({ pool: pool.name, to: '1.34.1', strategy, ...over });
  return stepWarnings(aCluster({ pools: [pool] }), [step]);
}

describe('a node pool of Windows', () => {
  it.each<[string, NodePool, UpgradeSettings, RegExp]>([
    [
      'neither it nor the file waits after each node',
      aWindowsPool(),
      {},
      /^node pool win22 is a Windows pool: .*set nodeSoakDurationInMinutes to 20/,
    ],
    [
      'the file takes its wait away',
      aWindowsPool({ upgradeSettings: { nodeSoakDurationInMinutes: 20 } }),
      { nodeSoakDurationInMinutes: 0 },
      /set nodeSoakDurationInMinutes to 20/,
    ],
    [
      'its drains are cut short',
      aWindowsPool(),
      { nodeSoakDurationInMinutes: 20, drainTimeoutInMinutes: 10 },
      /gives up a drain after 10 minutes; set drainTimeoutInMinutes to 60/,
    ],
  ])('is warned of where %s', (_, pool, settings, sentence) => {
    expect(warnings(pool, settings)).toEqual([expect.stringMatching(sentence)]);
  });

  it.each<[string, NodePool, UpgradeSettings]>([
    ['the file waits', aWindowsPool(), { nodeSoakDurationInMinutes: 10 }],
    ['it has no next node', aWindowsPool({ count: 1 }), {}],
    ['it has a soak of its own', aWindowsPool({ upgradeSettings: { nodeSoakDurationInMinutes: 10 } }), {}],
  ])('is not where %s', (_, pool, settings) => {
    expect(warnings(pool, settings)).toEqual([]);
  });

  it('is not where nothing is done to it', () => {
    expect(warnings(aWindowsPool(), {}, { action: 'none' })).toEqual([]);
  });
});

describe('a step that changes the operating system, too', () => {
  it.each([
    ['Ubuntu 22.04', 'Ubuntu 24.04', 'with osSKU Ubuntu2204 it keeps 22.04'],
    ['Azure Linux 2', 'Azure Linux 3', 'AKS has no images of Azure Linux 2 any more'],
  ])('says so: %s to %s', (from, to, keeping) => {
    expect(warnings(aPool(), {}, { osChange: { from, to } })).toEqual([
      `node pool system changes from ${from} to ${to} with 1.34.1: another kernel and containerd, and pods that depend on the old system may fail; ${keeping}`,
    ]);
  });

  it('is silent where it stays', () => {
    expect(warnings(aPool())).toEqual([]);
  });
});
