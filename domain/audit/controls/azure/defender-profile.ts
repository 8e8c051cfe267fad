import type { ArmResource } from '../../azure/arm-view.ts';
import { armControl } from '../../control/arm-control.ts';
import { fail } from '../../control/control.ts';

export const defenderProfile = armControl({
  id: 'SB-DEF-01',
  title: 'Defender for Containers watches the cluster',
  area: 'defender',
  severity: 'high',
  rule: 'securityProfile.defender.securityMonitoring.enabled is true.',
  source: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction',
  remediation:
    'az aks update -g GROUP -n CLUSTER --enable-defender, with a Log Analytics workspace for its findings.',
  needs: ['azure-cluster'],
  judgeCluster: (cluster) =>
    isWatched(cluster)
      ? []
      : [fail(cluster.resource, 'securityProfile.defender.securityMonitoring.enabled is not true')],
});

export function isWatched({ fields }: ArmResource): boolean {
  return fields('securityProfile.defender.securityMonitoring.enabled') === true;
}
