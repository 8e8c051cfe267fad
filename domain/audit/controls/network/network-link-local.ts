import { armControl } from '../../control/arm-control.ts';
import { info } from '../../control/control.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

export const networkLinkLocal = armControl({
  id: 'SB-NET-04',
  title: 'The platform blocks pods from the metadata endpoint',
  area: 'network',
  severity: 'info',
  rule: 'For information: networkProfile.podLinkLocalAccess is None (preview).',
  source: 'https://learn.microsoft.com/azure/aks/imds-restriction',
  remediation: "Before turning it on, read the linked page's list of add-ons that stop working.",
  needs: ['azure-cluster'],
  judgeCluster: ({ resource, fields }) => {
    const access = fields('networkProfile.podLinkLocalAccess');
    return access === 'None' ? [] : [info(resource, `podLinkLocalAccess is ${textOf(access, 'not set')}`)];
  },
});
