import { isForWindows } from '../../azure/arm-view.ts';
import { systemOf, whyNotOffered, whyOfferUnknown } from '../../azure/pool-system.ts';
import { armControl } from '../../control/arm-control.ts';
import { fail, undecided } from '../../control/control.ts';

export const windowsSku = armControl({
  id: 'SB-WIN-02',
  title: 'Windows nodes run a supported Windows Server',
  area: 'windows',
  severity: 'high',
  rule: 'The Windows Server version of each pool is still supported, and AKS offers it at the target version.',
  source: 'https://learn.microsoft.com/azure/aks/upgrade-windows-os',
  remediation:
    'Create a pool with a later Windows Server and move the workloads: the Windows Server of a pool cannot be changed.',
  needs: ['azure-cluster'],
  judgePool: (pool, { now, targetMinor }) => {
    if (!isForWindows(pool)) return [];
    const system = systemOf(pool);
    if (system !== null && system.supportEnds <= now)
      return [{ ...fail(pool.resource, `support for ${system.name} has ended`), facts: [system.name] }];
    if (targetMinor === null) return [];
    const why = whyNotOffered(pool, targetMinor, now);
    if (why !== null) return [{ ...fail(pool.resource, why), facts: [system?.name ?? ''] }];
    const unknown = whyOfferUnknown(pool, targetMinor);
    return unknown === null ? [] : [undecided(pool.resource, unknown)];
  },
});
