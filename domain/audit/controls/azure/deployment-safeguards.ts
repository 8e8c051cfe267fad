import { fieldsOf } from '../../azure/arm-fields.ts';
import { azureControl, clusterName } from '../../control/azure-control.ts';
import { fail } from '../../control/control.ts';
import { textOf } from '../../kubernetes/text-of.ts';

export const deploymentSafeguards = azureControl({
  id: 'SB-NODE-06',
  title: 'Safeguards let the upgrade cordon its nodes',
  area: 'nodes',
  severity: 'medium',
  rule: 'The level of the deployment safeguards is not Enforce, which lets nobody but AKS itself change nodes.',
  source: 'https://learn.microsoft.com/azure/aks/deployment-safeguards',
  remediation: 'Let AKS do the draining; a reboot by Drydock itself cannot cordon there.',
  needs: ['deployment-safeguards'],
  isHazard: true,
  judgeAzure: ({ safeguards }, audited) => {
    const level = safeguards === null ? '' : textOf(fieldsOf(safeguards)('level'));
    return level.toLowerCase() === 'enforce'
      ? [
          fail(
            clusterName(audited),
            'deployment safeguards are at Enforce: who cordons or labels nodes may be refused',
          ),
        ]
      : [];
  },
});
