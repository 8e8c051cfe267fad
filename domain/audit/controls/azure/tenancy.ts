import { type Control, info, notApplicable } from '../../control/control.ts';
import { textOf } from '../../kubernetes/text-of.ts';

export const tenancy: Control = {
  id: 'SB-MT-01',
  title: 'Hostile tenants have clusters of their own',
  area: 'tenancy',
  severity: 'info',
  rule: 'For information: no object tells whether tenants trust one another; pools that put each pod into a machine of its own are named.',
  source: 'https://learn.microsoft.com/azure/aks/concepts-multitenancy',
  remediation: 'Give each tenant that is not trusted a cluster.',
  needs: ['azure-cluster'],
  judge: ({ live, arm }) => {
    if (live === null) return notApplicable('files do not show it');
    if (arm === null) return notApplicable('Azure was not asked (--cluster)');
    const sandboxed = arm.pools.filter(({ fields }) => /^Kata/i.test(textOf(fields('workloadRuntime'))));
    if (sandboxed.length > 0)
      return sandboxed.map(({ resource }) => info(resource, 'each pod has a machine of its own'));
    return [info(arm.cluster?.resource ?? 'Cluster', 'tenants share the kernels of its nodes')];
  },
};
