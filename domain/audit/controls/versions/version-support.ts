import { supportEnds } from '../../../version/support-calendar.ts';
import { controlPlaneVersion, minorOf } from '../../azure/arm-versions.ts';
import { armControl } from '../../control/arm-control.ts';
import { fail, undecided } from '../../control/control.ts';

/** Minors before it are long out of support, those after the calendar's last not yet. */
const oldestKnown = 32;
/** Long-term support lasts one year more; a year has three minors, and one more may be late. */
const minorsWithLongTermSupport = 4;

export const versionSupport = armControl({
  id: 'SB-UPG-01',
  title: 'The Kubernetes version is supported',
  area: 'upgrades',
  severity: 'high',
  rule: "The control plane's minor is supported under the cluster's support plan.",
  source: 'https://learn.microsoft.com/azure/aks/supported-kubernetes-versions',
  remediation: 'Upgrade to a supported minor, for example with a campaign.',
  needs: ['azure-cluster'],
  judgeCluster: ({ resource, fields }, { arm, now }) => {
    const version = controlPlaneVersion(arm);
    const minor = minorOf(version);
    if (version === null || minor === null) return [undecided(resource, 'its version is unknown')];
    const ends = supportEnds(version);
    if (ends === null ? minor >= oldestKnown : ends > now) return [];
    if (fields('supportPlan') === 'AKSLongTermSupport' && minor >= oldestKnown - minorsWithLongTermSupport)
      return [undecided(resource, 'Drydock does not know the end of long-term support')];
    return ends === null
      ? [fail(resource, `${version} is out of support`)]
      : [fail(resource, `support for ${version} ended on ${new Date(ends - 1).toISOString().slice(0, 10)}`)];
  },
});
