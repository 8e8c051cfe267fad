import { armControl } from '../../control/arm-control.ts';
import { fail } from '../../control/control.ts';

export const entraAdministrators = armControl({
  id: 'SB-ENT-03',
  title: 'Administrators get access through a group',
  area: 'identity',
  severity: 'medium',
  rule: 'aadProfile.enableAzureRbac is true, or adminGroupObjectIDs names a group.',
  source: 'https://learn.microsoft.com/azure/aks/manage-azure-rbac',
  remediation: 'az aks update -g GROUP -n CLUSTER --enable-azure-rbac, or --aad-admin-group-object-ids GROUP',
  needs: ['azure-cluster'],
  judgeCluster: ({ resource, fields }) => {
    const groups = fields('aadProfile.adminGroupObjectIDs');
    const hasGroups = Array.isArray(groups) && groups.length > 0;
    return hasGroups || fields('aadProfile.enableAzureRbac') === true
      ? []
      : [fail(resource, 'neither enableAzureRbac nor an admin group is set')];
  },
});
