import { expect, it } from 'vitest';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { readFleet } from '#procedures/read/read-fleet.ts';
import { aCampaign, aRing } from '../../builders/a-campaign.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const { gateways } = await azureForFile({ scenario: 'every-kind', speed: 1 });

it('a fleet of every kind is read whole; what cannot be planned is blocked by name with one reason', async () => {
  const fleet = await readFleet(gateways, { subscriptions: ['*'], images: () => true });
  const everything = { subscriptions: [], resourceGroups: [], locations: [], tags: {} };
  const campaign = {
    ...aCampaign(),
    stages: [{ ...aRing('all'), clusters: [everything], expect: { min: 0, max: null } }],
  };
  const { stages } = planCampaign({
    campaign,
    specDigest: 'sha256:spec',
    fleet,
    now: Date.parse(fleet.readAt),
  });
  const told = stages[0]!.clusters.map(({ name, blocked, steps }) => [
    name,
    blocked.length > 0 ? blocked : steps.map(({ pool, nodes, surge }) => `${pool} ${nodes}+${surge}`),
  ]);
  const [system, control] = ['system 1+1', 'null 0+0'];
  expect(Object.fromEntries(told)).toEqual({
    'aks-automatic': [expect.stringContaining('AKS upgrades it by its channel stable')],
    'aks-availability-set': [expect.stringContaining('AKS has retired availability sets')],
    'aks-blue-green': [control, system, 'web 2+2'],
    'aks-karpenter': [control, system],
    'aks-machines': [control, system, 'each null+0', 'managed 1+0', 'scaled 2+1', 'vms 2+1'],
    'aks-spot': [control, system, 'spot 3+0'],
    'aks-unread': ["Azure's answer was not understood: properties.networkProfile is no object"],
    'aks-windows': [control, system, 'win22 2+1'],
  });
});
