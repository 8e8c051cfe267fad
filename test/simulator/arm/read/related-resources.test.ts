import { describe, expect, it } from 'vitest';
import { aFleet, anAzure, clusterPath } from '../../../simulated/simulated-azure.ts';

const subscription = '/subscriptions/00000000-0000-0000-0000-00000000000a';
const pricing = `${subscription}/providers/Microsoft.Security/pricings/Containers`;
const below = (path: string) => `${clusterPath}/providers/${path}`;

describe('what other providers know around a cluster', () => {
  it("is its subscription's plan of Defender, which is free where the fleet names none", async () => {
    const fleet = aFleet();
    const tierOf = async (plans: typeof fleet.defenderPlans) =>
      (await anAzure({ ...fleet, defenderPlans: plans }).send('GET', pricing)).body.properties;
    expect(await tierOf([])).toEqual({ pricingTier: 'Free' });
    const bought = { subscription: subscription.split('/')[2]!, tier: 'Standard' as const };
    expect(await tierOf([bought])).toEqual({ pricingTier: 'Standard' });
  });

  it.each([
    ['roleAssignments', 'Microsoft.Authorization/roleAssignments', { principalType: 'User' }],
    ['diagnosticSettings', 'Microsoft.Insights/diagnosticSettings', { logs: [] }],
  ])('are its %s as the fleet file has them', async (field, type, properties) => {
    const azure = anAzure(aFleet({ [field]: [properties] }));
    const { body } = await azure.send('GET', below(type));
    expect(body.value).toEqual([{ id: expect.any(String), name: `${field}-1`, type, properties }]);
  });

  it('are its safeguards, or 404 where there are none', async () => {
    const path = below('Microsoft.ContainerService/deploymentSafeguards/default');
    const guarded = anAzure(aFleet({ deploymentSafeguards: { level: 'Enforce' } }));
    expect((await guarded.send('GET', path)).body.properties).toEqual({ level: 'Enforce' });
    expect((await anAzure().send('GET', path)).status).toBe(404);
  });
});
