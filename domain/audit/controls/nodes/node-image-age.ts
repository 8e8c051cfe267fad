import { isForWindows } from '../../azure/arm-view.ts';
import { armControl } from '../../control/arm-control.ts';
import { judgeImageAge } from '../../control/judge-image-age.ts';

export const nodeImageAge = armControl({
  id: 'SB-OS-02',
  title: 'Linux nodes run a recent image',
  area: 'node-os',
  severity: 'high',
  rule: 'The image of each Linux pool is at most 30 days old; more than 14 days is a warning.',
  source: 'https://learn.microsoft.com/azure/aks/node-image-upgrade',
  remediation:
    'az aks nodepool upgrade -g GROUP --cluster-name CLUSTER -n POOL --node-image-only, or a campaign with upgrade.type NodeImageOnly.',
  needs: ['azure-cluster'],
  judgePool: (pool, audited) =>
    !isForWindows(pool) ? judgeImageAge(pool, audited, { warnDays: 14, failDays: 30 }) : [],
});
