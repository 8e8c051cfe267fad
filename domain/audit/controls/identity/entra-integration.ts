import type { ArmResource } from '../../azure/arm-view.ts';
import { armControl } from '../../control/arm-control.ts';
import { fail, type Violation } from '../../control/control.ts';

const legacyFields = ['clientAppId', 'serverAppId', 'serverAppSecret'];

export const entraIntegration = armControl({
  id: 'SB-ENT-01',
  title: 'Users sign in through Entra ID',
  area: 'identity',
  severity: 'high',
  rule: 'aadProfile.managed is true, without the applications of the legacy integration.',
  source: 'https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id',
  remediation:
    'az aks update -g GROUP -n CLUSTER --enable-aad --aad-admin-group-object-ids GROUP; a cluster without Kubernetes RBAC (SB-ENT-04) must be recreated.',
  needs: ['azure-cluster'],
  judgeCluster: (cluster) => {
    const why = whyNotManaged(cluster);
    return why === null ? [] : [{ ...fail(cluster.resource, why.reason), facts: [why.fact] }];
  },
});

/** null: Entra is integrated as AKS manages it. */
export function whyNotManaged({ fields }: ArmResource): Violation | null {
  if (fields('aadProfile.managed') !== true)
    return { fact: 'managed', reason: 'aadProfile.managed is not true' };
  const legacy = legacyFields.filter((field) => (fields(`aadProfile.${field}`) ?? '') !== '');
  if (legacy.length === 0) return null;
  return { fact: 'legacy', reason: `the legacy integration is still configured: ${legacy.join(', ')}` };
}
