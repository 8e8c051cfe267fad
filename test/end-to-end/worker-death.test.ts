import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptedOperations, tell, untilAccepted } from '../support/accepted-operations.ts';
import { type Drydock, openDrydock } from '../support/drydock.ts';
import { oneCluster } from '../support/specs.ts';
import { temporalAddress } from '../support/temporal-server.ts';

describe('a campaign whose worker dies', () => {
  let drydock: Drydock;
  beforeEach(async () => {
    drydock = await openDrydock(temporalAddress(), { scenario: 'small', speed: 1200 });
  });
  afterEach(() => drydock.stop());

  it('adopts an upgrade that was accepted but never recorded, and sends nothing twice', async () => {
    await drydock.simulator.fault({
      kind: 'late-answer',
      match: { method: 'PUT', pool: 'system' },
      milliseconds: 20_000,
    });
    const campaign = await drydock.start(oneCluster);
    await untilAccepted(drydock.simulator, 'node-pool-upgrade');
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await upgrades(drydock)).toEqual(eachStepOnce);
  });

  it('goes on watching where the dead worker left off', async () => {
    const campaign = await drydock.start(oneCluster);
    await campaign.until((status) => status.stages[0]?.clusters[0]?.steps[1]?.phase === 'Running');
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await upgrades(drydock)).toEqual(eachStepOnce);
  });
});

const eachStepOnce = [
  'aks-one-weu control-plane-upgrade 1.33.5 -> 1.34.1',
  'aks-one-weu node-pool-upgrade system 1.33.5 -> 1.34.1',
];

async function upgrades(drydock: Drydock): Promise<readonly string[]> {
  return (await acceptedOperations(drydock.simulator)).filter(({ kind }) => kind !== 'settings').map(tell);
}
