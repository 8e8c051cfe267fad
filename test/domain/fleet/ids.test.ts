import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agentPoolId,
  campaignWorkflowId,
  clusterWorkflowId,
  isResourceId,
  parseResourceId,
  resourceKey,
  sameResource,
} from '#domain/fleet/ids.ts';

const id =
  '/subscriptions/0A/resourceGroups/rg-Pay/providers/Microsoft.ContainerService/managedClusters/aks-Pay';

describe('a resource id', () => {
  it('names subscription, group and cluster in Azure spelling', () => {
    expect(parseResourceId(id)).toEqual({
      subscriptionId: '0A',
      resourceGroup: 'rg-Pay',
      name: 'aks-Pay',
      pool: null,
    });
  });

  it('of a node pool names the pool too', () => {
    expect(parseResourceId(agentPoolId(`${id}/`, 'np1')).pool).toBe('np1');
  });

  it.each([
    '',
    'aks-pay',
    '/subscriptions/0a/resourceGroups/rg',
    '/subscriptions/0a/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm',
    `${id}/maintenanceConfigurations/default`,
    `${id}/agentPools/`,
    `x${id}`,
  ])('%j is none of an AKS cluster or node pool', (text) => {
    expect(isResourceId(text)).toBe(false);
    expect(() => parseResourceId(text)).toThrow(RangeError);
  });

  it('locks the same cluster whatever its spelling', () => {
    expect(clusterWorkflowId(id)).toBe('aks/0a/rg-pay/aks-pay');
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: id.length, maxLength: id.length }), (upper) => {
        const spelled = id
          .split('')
          .map((letter, at) => (upper[at] ? letter.toUpperCase() : letter.toLowerCase()))
          .join('');
        expect(clusterWorkflowId(spelled)).toBe(clusterWorkflowId(id));
        expect(sameResource(spelled, id)).toBe(true);
        expect(resourceKey(`${spelled}/`)).toBe(resourceKey(id));
      }),
    );
  });

  it('of another cluster is another lock', () => {
    expect(sameResource(id, id.replace('aks-Pay', 'aks-Shop'))).toBe(false);
    expect(clusterWorkflowId(id.replace('rg-Pay', 'rg'))).not.toBe(clusterWorkflowId(id));
  });

  it('gives a campaign its own room of workflow ids', () => {
    expect(campaignWorkflowId('k8s-1-34')).toBe('campaign/k8s-1-34');
  });
});
