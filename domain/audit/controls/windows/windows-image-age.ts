import { isForWindows } from '../../azure/arm-view.ts';
import { armControl } from '../../control/arm-control.ts';
import { judgeImageAge } from '../../control/judge-image-age.ts';

export const windowsImageAge = armControl({
  id: 'SB-WIN-01',
  title: 'Windows nodes run a recent image',
  area: 'windows',
  severity: 'high',
  rule: 'The image of each Windows pool is at most 65 days old; more than 35 days is a warning.',
  source: 'https://learn.microsoft.com/azure/aks/node-image-upgrade',
  remediation:
    'az aks nodepool upgrade -g GROUP --cluster-name CLUSTER -n POOL --node-image-only: Windows nodes are patched in no other way.',
  needs: ['azure-cluster'],
  judgePool: (pool, audited) =>
    isForWindows(pool) ? judgeImageAge(pool, audited, { warnDays: 35, failDays: 65 }) : [],
});
