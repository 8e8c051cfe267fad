import { fieldsOf } from '../../azure/arm-fields.ts';
import { azureControl, clusterName } from '../../control/azure-control.ts';
import { fail } from '../../control/control.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

export const deploymentSafeguards = azureControl({
  id: 'SB-NODE-06',
  title: 'Deployment safeguards allow nodes to be cordoned',
  area: 'nodes',
  severity: 'medium',
  rule: 'The level of the deployment safeguards is not Enforce, which lets only AKS itself change nodes.',
  source: 'https://learn.microsoft.com/azure/aks/deployment-safeguards',
  remediation: 'Let AKS drain the nodes; reboots by Drydock cannot cordon a node there.',
  needs: ['deployment-safeguards'],
  isHazard: true,
  judgeAzure: ({ safeguards }, audited) => {
    const level = safeguards === null ? '' : textOf(fieldsOf(safeguards)('level'));
    return level.toLowerCase() === 'enforce'
      ? [
          fail(
            clusterName(audited),
            'deployment safeguards are at Enforce: cordoning or labelling nodes may be denied',
          ),
        ]
      : [];
  },
});
