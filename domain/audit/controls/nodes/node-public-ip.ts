import { armControl } from '../../control/arm-control.ts';
import { fail } from '../../control/control.ts';

export const nodePublicIp = armControl({
  id: 'SB-NODE-02',
  title: 'Nodes have no public address',
  area: 'nodes',
  severity: 'medium',
  rule: 'enableNodePublicIP of each pool is not true.',
  source: 'https://learn.microsoft.com/azure/aks/use-node-public-ips',
  remediation: 'Create a pool without public addresses and move the workloads.',
  needs: ['azure-cluster'],
  judgePool: ({ resource, fields }) =>
    fields('enableNodePublicIP') === true ? [fail(resource, 'enableNodePublicIP is true')] : [],
});
