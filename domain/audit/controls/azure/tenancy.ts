import { azureNotRead } from '../../control/azure-not-read.ts';
import { type Control, info, notApplicable } from '../../control/control.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

export const tenancy: Control = {
  id: 'SB-MT-01',
  title: 'Untrusted tenants have their own clusters',
  area: 'tenancy',
  severity: 'info',
  rule: 'For information: no object shows whether tenants trust one another; pools that isolate each pod in a VM are listed.',
  source: 'https://learn.microsoft.com/azure/aks/concepts-multitenancy',
  remediation: 'Give each untrusted tenant its own cluster.',
  needs: ['azure-cluster'],
  judge: ({ live, arm }) => {
    if (live === null) return notApplicable('files do not show it');
    if (arm === null) return notApplicable(azureNotRead({ live }));
    const sandboxed = arm.pools.filter(({ fields }) => /^Kata/i.test(textOf(fields('workloadRuntime'))));
    if (sandboxed.length > 0)
      return sandboxed.map(({ resource }) => info(resource, 'each pod runs in its own VM'));
    return [info(arm.cluster?.resource ?? 'Cluster', 'tenants share the kernels of the nodes')];
  },
};
