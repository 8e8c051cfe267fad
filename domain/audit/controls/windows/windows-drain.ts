import { type ArmResource, isForWindows } from '../../azure/arm-view.ts';
import { type Control, type Finding, notApplicable, warn } from '../../control/control.ts';

const leastDrainMinutes = 30;

export const windowsDrain: Control = {
  id: 'SB-WIN-03',
  title: 'Windows pools give their pods enough time to move',
  area: 'windows',
  severity: 'medium',
  rule: 'Each Windows pool has a drain timeout of at least 30 minutes and a node soak: large images take long to pull.',
  source: 'https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling',
  remediation: 'az aks nodepool update --drain-timeout 60 --node-soak-duration 10',
  needs: ['azure-cluster'],
  isHazard: true,
  judge: ({ arm }) => {
    if (arm === null) return notApplicable('Azure was not asked (--arm)');
    return arm.pools.filter(isForWindows).flatMap(judgePool);
  },
};

/** Azure's own defaults: 30 minutes to drain, no soak. */
function judgePool({ resource, fields }: ArmResource): readonly Finding[] {
  const drain = Number(fields('upgradeSettings.drainTimeoutInMinutes') ?? leastDrainMinutes);
  const soak = Number(fields('upgradeSettings.nodeSoakDurationInMinutes') ?? 0);
  const reasons = [
    ...(drain < leastDrainMinutes ? [`the drain timeout is ${drain} min`] : []),
    ...(soak === 0 ? ['there is no node soak'] : []),
  ];
  return reasons.length === 0 ? [] : [warn(resource, reasons.join(', '))];
}
