import { azureNotRead } from '../../control/azure-not-read.ts';
import { type Control, fail, notApplicable } from '../../control/control.ts';
import { whyNotManaged } from './entra-integration.ts';

export const localAccounts: Control = {
  id: 'SB-ENT-02',
  title: 'Local accounts are off',
  area: 'identity',
  severity: 'high',
  rule: 'disableLocalAccounts is true. Without Entra ID that would lock out every user, so SB-ENT-01 must pass first.',
  source: 'https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad',
  remediation:
    'First make SB-ENT-03 pass, or no administrator is left. Then az aks update -g GROUP -n CLUSTER --disable-local-accounts; old certificates stay valid until az aks rotate-certs -g GROUP -n CLUSTER, which may take up to 30 minutes of downtime.',
  needs: ['azure-cluster'],
  judge: ({ arm, live }) => {
    if (arm === null) return notApplicable(azureNotRead({ live }));
    if (arm.cluster === null) return notApplicable('only node pools were given (--arm)');
    if (whyNotManaged(arm.cluster) !== null)
      return notApplicable('it would lock out every user: SB-ENT-01 fails');
    const isOff = arm.cluster.fields('disableLocalAccounts') === true;
    return isOff ? [] : [fail(arm.cluster.resource, 'disableLocalAccounts is not true')];
  },
};
