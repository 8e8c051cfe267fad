import { armControl } from '../../control/arm-control.ts';
import { fail } from '../../control/control.ts';

export const runCommand = armControl({
  id: 'SB-NODE-03',
  title: 'Run command is disabled',
  area: 'nodes',
  severity: 'low',
  rule: 'apiServerAccessProfile.disableRunCommand is true.',
  source: 'https://learn.microsoft.com/azure/aks/access-private-cluster',
  remediation: 'az aks update -g GROUP -n CLUSTER --disable-run-command',
  needs: ['azure-cluster'],
  judgeCluster: ({ resource, fields }) =>
    fields('apiServerAccessProfile.disableRunCommand') === true
      ? []
      : [fail(resource, 'disableRunCommand is not true')],
});
