import { describe, expect, it } from 'vitest';
import type { CampaignStatus, WaitKind } from '#domain/campaign/status.ts';
import { acceptedOperations, tell, untilAccepted } from '../support/accepted-operations.ts';
import { type Drydock, openDrydock, type StartedCampaign } from '../support/drydock.ts';
import { aSpec } from '../support/specs.ts';
import { temporalAddress } from '../support/temporal-server.ts';

/** With settings to put back, and soaks long enough to be killed in. */
const spec = aSpec()
  .replace(
    'controlPlaneSoak: 1m, afterCluster: { soak: 1m }',
    'controlPlaneSoak: 40m, afterCluster: { soak: 40m }',
  )
  .replace('defaults: { soak: 1m }', 'defaults: { soak: 40m, upgradeSettings: { maxSurge: "2" } }');

const eachStepOnce = [
  'aks-one-weu control-plane-upgrade 1.33.5 -> 1.34.1',
  'aks-one-weu node-pool-upgrade system 1.33.5 -> 1.34.1',
  'aks-one-weu settings system',
];

const soaks = (of: string) => (status: CampaignStatus) => waits('soak', status) && nameOfWait(status) === of;
const waits = (kind: WaitKind, { waitingFor }: CampaignStatus) =>
  waitingFor.some((each) => each.kind === kind);
const nameOfWait = ({ waitingFor }: CampaignStatus) => waitingFor[0]?.name;

type Moment = readonly [
  name: string,
  come: (drydock: Drydock, campaign: StartedCampaign) => Promise<unknown>,
];

/** Every boundary of a cluster's steps, in the order in which they come. */
const moments: readonly Moment[] = [
  ['the control plane was begun', ({ simulator }) => untilAccepted(simulator, 'control-plane-upgrade')],
  ['the control plane soaks', (_, campaign) => campaign.until(soaks('aks-one-weu control plane'))],
  ['the pool was begun', ({ simulator }) => untilAccepted(simulator, 'node-pool-upgrade')],
  ['settings are put back', ({ simulator }) => untilAccepted(simulator, 'settings')],
  ['the pool soaks', (_, campaign) => campaign.until(soaks('aks-one-weu/system'))],
  ['the cluster soaks', (_, campaign) => campaign.until(soaks('aks-one-weu'))],
];

describe('a campaign whose processes are killed', () => {
  it('loses its worker at every step and finishes with each step accepted once', async () => {
    const drydock = await openDrydock(temporalAddress(), { scenario: 'small', speed: 300 });
    try {
      const campaign = await drydock.start(spec);
      for (const [, come] of moments) {
        await come(drydock, campaign);
        await drydock.worker().kill();
        await drydock.restartWorker();
      }
      expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
      expect((await acceptedOperations(drydock.simulator)).map(tell)).toEqual(eachStepOnce);
    } finally {
      await drydock.stop();
    }
  });
});
