import { armControl } from '../../control/arm-control.ts';
import { fail } from '../../control/control.ts';

export const kubernetesRbac = armControl({
  id: 'SB-ENT-04',
  title: 'Kubernetes RBAC is on',
  area: 'identity',
  severity: 'critical',
  rule: 'enableRbac is true.',
  source: 'https://learn.microsoft.com/azure/aks/concepts-identity',
  remediation: 'It cannot be changed: create a new cluster and move the workloads.',
  needs: ['azure-cluster'],
  judgeCluster: ({ resource, fields }) =>
    fields('enableRbac') === true ? [] : [fail(resource, 'enableRbac is not true')],
});
