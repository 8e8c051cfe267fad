import { armControl } from '../../control/arm-control.ts';
import { info } from '../../control/control.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

export const nodeResourceGroup = armControl({
  id: 'SB-NODE-05',
  title: 'The node resource group is locked down',
  area: 'nodes',
  severity: 'info',
  rule: 'For information: nodeResourceGroupProfile.restrictionLevel is ReadOnly.',
  source: 'https://learn.microsoft.com/azure/aks/node-resource-group-lockdown',
  remediation: 'az aks update -g GROUP -n CLUSTER --nrg-lockdown-restriction-level ReadOnly',
  needs: ['azure-cluster'],
  judgeCluster: ({ resource, fields }) => {
    const level = fields('nodeResourceGroupProfile.restrictionLevel');
    return level === 'ReadOnly' ? [] : [info(resource, `restrictionLevel is ${textOf(level, 'not set')}`)];
  },
});
