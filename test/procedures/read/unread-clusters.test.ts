import { expect, it } from 'vitest';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { readFleet } from '#procedures/read/read-fleet.ts';
import { aCampaign, aRing } from '../../builders/a-campaign.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const pools = '[{ name: system, mode: System, count: 1 }]';
const { simulator, gateways } = await azureForFile({
  speed: 1,
  fleet: `
apiVersion: drydock.dev/v1
kind: Fleet
metadata: { name: unread }
spec:
  seed: 1
  start: 2026-06-05T08:00:00Z
  clusters:
    - { name: aks-good, resourceGroup: rg, version: 1.33.5, pools: ${pools} }
    - { name: aks-nowhere, resourceGroup: rg, version: 1.33.5, location: "", pools: ${pools} }
    - name: aks-half-read
      resourceGroup: rg
      version: 1.33.5
      pools:
        - { name: system, mode: System, count: 1 }
        - { name: odd, count: 1, properties: { currentOrchestratorVersion: latest } }
        - { name: machines, count: 1, properties: { mode: Machines, currentOrchestratorVersion: null } }
        - { name: managed, count: 1, properties: { mode: ManagedSystem } }
`,
});

it('one answer that is not understood stops neither the reading nor the plan of others', async () => {
  const pathPattern = '(aks-nowhere|odd|machines|managed)/.*upgradeProfiles|locations//';
  await simulator.fault({
    kind: 'error-answer',
    status: 400,
    times: 99,
    match: { method: 'GET', pathPattern },
  });
  const fleet = await readFleet(gateways, { subscriptions: ['*'], images: () => true });
  const everything = { subscriptions: [], resourceGroups: [], locations: [], tags: {} };
  const stage = { ...aRing('all'), clusters: [everything], expect: { min: 0, max: null } };
  const campaign = { ...aCampaign(), stages: [stage] };
  const now = Date.parse(fleet.readAt);
  const { stages } = planCampaign({ campaign, specDigest: 'sha256:spec', fleet, now });
  const blocked = stages[0]!.clusters.map(({ name, blocked: because }) => [name, because]);
  expect(Object.fromEntries(blocked)).toEqual({
    'aks-good': [],
    'aks-half-read': [
      'node pool odd: "latest" is not a Kubernetes version',
      "node pool odd: Azure's answer was not understood: latest is no Kubernetes version",
    ],
    'aks-nowhere': ["Azure's answer was not understood: it has no location"],
  });
});
