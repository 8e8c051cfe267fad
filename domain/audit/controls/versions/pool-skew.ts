import { controlPlaneVersion, minorOf, poolVersion } from '../../azure/arm-versions.ts';
import { armControl } from '../../control/arm-control.ts';
import { fail, undecided } from '../../control/control.ts';

export const poolSkew = armControl({
  id: 'SB-UPG-02',
  title: 'Node pools are within the version skew of the control plane',
  area: 'upgrades',
  severity: 'high',
  rule: 'No pool is more than three minors behind the control plane (two before 1.28), and none is ahead of it.',
  source: 'https://kubernetes.io/releases/version-skew-policy/',
  remediation: 'Upgrade the pool; a campaign upgrades it with its cluster.',
  needs: ['azure-cluster'],
  judgePool: (pool, { arm }) => {
    const above = minorOf(controlPlaneVersion(arm));
    const own = minorOf(poolVersion(pool));
    if (above === null || own === null)
      return [undecided(pool.resource, "its version, or its cluster's, is unknown")];
    if (own > above)
      return [
        { ...fail(pool.resource, `1.${own} is ahead of the control plane's 1.${above}`), facts: ['ahead'] },
      ];
    const most = above >= 28 ? 3 : 2;
    return above - own > most
      ? [{ ...fail(pool.resource, `1.${own} is ${above - own} minors behind 1.${above}`), facts: ['behind'] }]
      : [];
  },
});
