import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell, untilAccepted } from '../simulated/accepted-operations.ts';

const it = withDrydock({ fleet: fleetFile({ unheard: [{ name: 'aks-unheard' }] }), speed: 1200 }).extend(
  'stateOfPool',
  ({ drydock }) =>
    async (): Promise<string> => {
      const { text } = await drydock.simulator.ask('/_simulator/state?cluster=aks-unheard');
      const { clusters } = JSON.parse(text) as {
        readonly clusters: readonly {
          readonly agentPools: readonly { readonly properties: { readonly provisioningState: string } }[];
        }[];
      };
      return clusters[0]!.agentPools[0]!.properties.provisioningState;
    },
);

it('what was accepted and failed while no worker ran needs a decision before it is sent again', async ({
  drydock,
  stateOfPool,
}) => {
  const match = { method: 'PUT', pool: 'system' };
  await drydock.simulator.fault({ kind: 'late-answer', match, milliseconds: 60_000 });
  await drydock.simulator.fault({ kind: 'operation-fails', match, afterNodes: 1 });
  const campaign = await drydock.start(groupSpec('unheard'));
  await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-unheard' });
  await drydock.worker().kill();
  while ((await stateOfPool()) !== 'Failed') await pause(50);
  await drydock.restartWorker();

  const asked = await campaign.until(needsDecision);
  expect(asked.stages[0]?.clusters[0]?.reason).toContain('operation failed in Azure');
  const begun = async () =>
    (await acceptedOperations(drydock.simulator))
      .filter(({ kind }) => kind === 'node-pool-upgrade')
      .map(tell);
  expect(await begun()).toEqual(['aks-unheard node-pool-upgrade system 1.33.5 -> 1.34.1']);
  await campaign.steer('retry', { target: 'cluster/aks-unheard' });
  expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  expect(await begun()).toHaveLength(2);
});
