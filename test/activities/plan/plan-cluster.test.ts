import { expect, it } from 'vitest';
import { planClusterActivity } from '#activities/plan/plan-cluster.ts';
import { outlinePlan } from '#domain/plan/outline-plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { aCampaign } from '../../builders/a-campaign.ts';
import { aCluster } from '../../builders/a-cluster.ts';
import { aFleet, usualOffers } from '../../builders/a-fleet.ts';

it('plans a cluster again under the name that the campaign has for it', async () => {
  const clusters = ['rg-a', 'rg-b'].map((resourceGroup) => aCluster({ name: 'aks-prod', resourceGroup }));
  const campaign = aCampaign();
  const fleet = aFleet(clusters);
  const [stage] = outlinePlan(planCampaign({ campaign, specDigest: '', fleet, now: 0 })).stages;
  const azure = {
    inspectCluster: (id: string) => Promise.resolve(clusters.find(({ resourceId }) => resourceId === id)),
    offers: () => Promise.resolve(usualOffers),
  };
  const replan = planClusterActivity({ azure } as unknown as Gateways);
  for (const outline of stage!.clusters) {
    const answer = await replan({ outline, terms: campaign, pace: null });
    expect(answer).toMatchObject({ kind: 'planned', plan: { name: outline.name, digest: outline.digest } });
  }
  expect(stage!.clusters.map(({ name }) => name)).toEqual(['rg-a/aks-prod', 'rg-b/aks-prod']);
});
