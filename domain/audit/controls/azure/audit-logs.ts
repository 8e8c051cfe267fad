import { fieldsOf } from '../../azure/arm-fields.ts';
import { azureControl, clusterName } from '../../control/azure-control.ts';
import { fail } from '../../control/control.ts';
import type { KubernetesObject } from '../../kubernetes/api-objects.ts';
import { isObject, textOf } from '../../kubernetes/read-shape.ts';

export const auditLogs = azureControl({
  id: 'SB-ENT-10',
  title: 'Audit logs of the control plane are exported',
  area: 'identity',
  severity: 'medium',
  rule: 'A diagnostic setting exports kube-audit or kube-audit-admin, and guard.',
  source: 'https://learn.microsoft.com/azure/aks/monitor-aks-reference',
  remediation:
    'az monitor diagnostic-settings create -n NAME --resource CLUSTER_ID --workspace WORKSPACE_ID --logs \'[{"category":"kube-audit-admin","enabled":true},{"category":"guard","enabled":true}]\'',
  needs: ['diagnostic-settings'],
  judgeAzure: ({ diagnosticSettings }, audited) => {
    const kept = new Set((diagnosticSettings ?? []).flatMap(keptLogs));
    const isAudited = ['kube-audit', 'kube-audit-admin', 'group audit', 'group allLogs'];
    const isGuarded = ['guard', 'group audit', 'group allLogs'];
    const missing = [
      ...(isAudited.some((each) => kept.has(each)) ? [] : ['kube-audit']),
      ...(isGuarded.some((each) => kept.has(each)) ? [] : ['guard']),
    ];
    return missing.length === 0
      ? []
      : [
          {
            ...fail(clusterName(audited), `no diagnostic setting exports ${missing.join(' and ')}`),
            facts: missing,
          },
        ];
  },
});

/** "kube-audit"; "group allLogs": a group of categories. */
function keptLogs(setting: KubernetesObject): readonly string[] {
  const logs = fieldsOf(setting)('logs');
  return (Array.isArray(logs) ? logs : [])
    .filter(isObject)
    .filter(({ enabled }) => enabled === true)
    .flatMap(({ category, categoryGroup }) =>
      typeof categoryGroup === 'string' ? [`group ${categoryGroup}`] : [textOf(category)],
    );
}
