import { armControl } from '../../control/arm-control.ts';
import { fail } from '../../control/control.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

export const nodeSsh = armControl({
  id: 'SB-NODE-01',
  title: 'SSH to nodes is disabled',
  area: 'nodes',
  severity: 'low',
  rule: 'securityProfile.sshAccess of each pool is Disabled.',
  source: 'https://learn.microsoft.com/azure/aks/manage-ssh-node-access',
  remediation: 'az aks nodepool update -g GROUP --cluster-name CLUSTER -n POOL --ssh-access disabled',
  needs: ['azure-cluster'],
  judgePool: ({ resource, fields }) => {
    const access = fields('securityProfile.sshAccess');
    return access === 'Disabled' ? [] : [fail(resource, `sshAccess is ${textOf(access, 'not set')}`)];
  },
});
