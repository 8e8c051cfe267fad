import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { aDeployment } from '../builders/a-manifest.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

const pullMinutes = 20;
/** Two pods on nodes of Windows, whose image takes so long to pull. */
const slow = aDeployment(
  'till',
  { 'simulator.drydock.dev/start-seconds': String(pullMinutes * 60) },
  { nodeSelector: { 'kubernetes.io/os': 'windows' } },
);
const pools = [
  { name: 'win22', osSku: 'Windows2022', count: 2 },
  { name: 'system', mode: 'System' },
];
const fleet = fleetFile({
  hasty: [{ name: 'aks-hasty', pools, manifests: [slow] }],
  patient: [{ name: 'aks-patient', pools, manifests: [slow] }],
});
/** Much less than a pull takes. */
const health = { settle: '2m' };

const it = withDrydock({ fleet, speed: 600 })
  /** Begun once both pods run; `running`: how many do. */
  .extend('start', ({ drydock }) => async (group: string, nodePools: object = {}) => {
    const kubernetes = await kubernetesOf(drydock.simulator, `aks-${group}`);
    const running = () => kubernetes.availableOf('shop', 'till');
    while ((await running()) < 2) await pause(100);
    return { campaign: await drydock.start(groupSpec(group, { health, nodePools })), running };
  });

describe.concurrent('a pool of Windows whose pods pull their images for 20 minutes', () => {
  it('is begun after Linux, and waited for before it is judged', async ({ drydock, start }) => {
    const { campaign, running } = await start('hasty');
    expect(campaign.plan.stages[0]!.clusters[0]!.warnings).toEqual([
      expect.stringContaining('node pool win22 is a Windows pool: AKS continues with the next node'),
    ]);
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    const upgraded = (await acceptedOperations(drydock.simulator)).filter(
      ({ cluster, kind }) => cluster === 'aks-hasty' && kind === 'node-pool-upgrade',
    );
    expect(upgraded.map(({ pool }) => pool)).toEqual(['system', 'win22']);
    expect(await running()).toBe(2);
  });

  it('loses no second pod where AKS soaks longer than a pull takes', async ({ start }) => {
    const overrides = [
      { match: { osType: 'Windows' }, upgradeSettings: { nodeSoakDurationInMinutes: pullMinutes + 5 } },
    ];
    const { campaign, running } = await start('patient', { overrides });
    expect(campaign.plan.stages[0]!.clusters[0]!.warnings).toEqual([]);
    let isOver = false;
    const seen: number[] = [];
    const end = campaign.result().finally(() => {
      isOver = true;
    });
    while (!isOver) {
      seen.push(await running());
      await pause(100);
    }
    expect(await end).toMatchObject({ phase: 'Completed' });
    expect(new Set(seen)).toEqual(new Set([1, 2]));
  });
});
