import { isForWindows } from '../../azure/arm-pools.ts';
import { systemOf, whyNotOffered, whyOfferUnacknowledged } from '../../azure/pool-system.ts';
import { armControl } from '../../control/arm-control.ts';
import { fail, undecided } from '../../control/control.ts';

export const windowsSku = armControl({
  id: 'SB-WIN-02',
  title: 'Windows nodes run a supported Windows Server',
  area: 'windows',
  severity: 'high',
  rule: 'The support of the Windows Server of each pool has not ended, and AKS offers it at the target version.',
  source: 'https://learn.microsoft.com/azure/aks/upgrade-windows-os',
  remediation:
    'Make a pool of a later Windows Server and move the workloads: the server of a pool cannot be changed.',
  needs: ['azure-cluster'],
  judgePool: (pool, { now, targetMinor }) => {
    if (!isForWindows(pool)) return [];
    const system = systemOf(pool);
    if (system !== null && system.supportEnds <= now)
      return [fail(pool.resource, `the support of ${system.name} has ended`)];
    if (targetMinor === null) return [];
    const why = whyNotOffered(pool, targetMinor, now);
    if (why !== null) return [fail(pool.resource, why)];
    const unacknowledged = whyOfferUnacknowledged(pool, targetMinor);
    return unacknowledged === null ? [] : [undecided(pool.resource, unacknowledged)];
  },
});
