import { describe, expect, it } from 'vitest';
import { machineOfNode } from '#domain/reboot/machine-of-node.ts';

const cluster = { subscriptionId: 'sub-1', nodeResourceGroup: 'MC_rg_aks_weu' };
const compute = '/subscriptions/sub-1/resourceGroups/mc_rg_aks_weu/providers/Microsoft.Compute';

describe('the machine behind a node', () => {
  it.each([
    ['an instance of a scale set', `${compute}/virtualMachineScaleSets/aks-system-1-vmss/virtualMachines/0`],
    ['a machine of its own', `${compute}/virtualMachines/aks-system-1`],
  ])('is %s', (_, id) => {
    expect(machineOfNode(`azure://${id}`, cluster)).toBe(id);
  });

  it.each([
    ['of another group', `azure://${compute.replace('mc_rg_aks_weu', 'production')}/virtualMachines/db`],
    ['of another subscription', `azure://${compute.replace('sub-1', 'sub-2')}/virtualMachines/db`],
    ['with a path behind', `azure://${compute}/virtualMachines/aks/extensions/x`],
    ['with a query', `azure://${compute}/virtualMachines/aks?x=1`],
    ['that is none of Azure', 'kwok://node-1'],
    ['that is absent', ''],
  ])('is none that is %s: whoever has a node may write there', (_, providerId) => {
    expect(machineOfNode(providerId, cluster)).toBeNull();
  });
});
