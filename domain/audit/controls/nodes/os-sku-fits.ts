import { minorOf, poolVersion } from '../../azure/arm-versions.ts';
import { systemOf, whyNotOffered, whyOfferUnknown } from '../../azure/pool-system.ts';
import { azureNotRead } from '../../control/azure-not-read.ts';
import { type Control, fail, notApplicable, undecided } from '../../control/control.ts';

export const osSkuFits: Control = {
  id: 'SB-OS-05',
  title: 'AKS offers the target for the operating system of every pool',
  area: 'node-os',
  severity: 'high',
  rule: 'AKS offers the osSKU of each pool at the target version, or without a target at the version of the pool.',
  source: 'https://learn.microsoft.com/azure/aks/supported-kubernetes-versions',
  remediation: 'Update a Linux pool to another osSKU; for Windows create a new pool and move the workloads.',
  needs: ['azure-cluster'],
  isHazard: true,
  judge: ({ arm, live, targetMinor, now }) => {
    if (arm === null) return notApplicable(azureNotRead({ live }));
    return arm.pools.flatMap((pool) => {
      const minor = targetMinor ?? minorOf(poolVersion(pool));
      if (minor === null) return [undecided(pool.resource, 'its version is unknown')];
      const why = whyNotOffered(pool, minor, now);
      if (why !== null) return [{ ...fail(pool.resource, why), facts: [systemOf(pool)?.name ?? ''] }];
      const unknown = whyOfferUnknown(pool, minor);
      return unknown === null ? [] : [undecided(pool.resource, unknown)];
    });
  },
};
