import { parseVersion } from '../../version/kubernetes-version.ts';
import { supportEnds } from '../../version/support-calendar.ts';
import { armControl } from '../arm-control.ts';
import { fail, undecided } from '../control.ts';
import { textOf } from '../kubernetes/text-of.ts';

/** Minors before it are long out of support, those after the calendar's last not yet. */
const oldestKnown = 32;

export const versionSupport = armControl({
  id: 'SB-UPG-01',
  title: 'The version is supported',
  area: 'upgrades',
  severity: 'high',
  rule: "The control plane's minor is in support for its plan.",
  source: 'https://learn.microsoft.com/azure/aks/supported-kubernetes-versions',
  remediation: 'Plan a campaign to a supported minor.',
  judgeCluster: ({ resource, fields }, { now }) => {
    const version = textOf(fields('currentKubernetesVersion') ?? fields('kubernetesVersion'));
    const minor = parseVersion(version)?.minor;
    if (minor === undefined) return [undecided(resource, 'its version is not told')];
    const ends = supportEnds(version);
    if (fields('supportPlan') === 'AKSLongTermSupport') {
      return ends !== null && ends > now
        ? []
        : [undecided(resource, 'the dates of long-term support are not known here')];
    }
    if (ends === null) return minor < oldestKnown ? [fail(resource, `${version} is out of support`)] : [];
    return ends > now
      ? []
      : [fail(resource, `the support of ${version} ended ${new Date(ends - 1).toISOString().slice(0, 10)}`)];
  },
});
