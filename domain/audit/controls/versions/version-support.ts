import { supportEnds } from '../../../version/support-calendar.ts';
import { controlPlaneVersion, minorOf } from '../../azure/arm-versions.ts';
import type { AuditedCluster } from '../../cluster/audited-cluster.ts';
import { describeUnread } from '../../cluster/audited-part.ts';
import { azureNotRead } from '../../control/azure-not-read.ts';
import { type Control, fail, type Judgement, notApplicable, undecided } from '../../control/control.ts';

/** Minors before it are long out of support, those after the calendar's last not yet. */
const oldestKnown = 32;
/** Long-term support lasts one year more; a year has three minors, and one more may be late. */
const minorsWithLongTermSupport = 4;

export const versionSupport: Control = {
  id: 'SB-UPG-01',
  title: 'The Kubernetes version is supported',
  area: 'upgrades',
  severity: 'high',
  rule: "The control plane's minor is supported under the cluster's support plan. Without Azure the version of the API server decides where no plan matters.",
  source: 'https://learn.microsoft.com/azure/aks/supported-kubernetes-versions',
  remediation: 'Upgrade to a supported minor, for example with a campaign.',
  needs: ['azure-cluster'],
  judgesUnread: true,
  judge: (cluster) => {
    const { arm, live, now } = cluster;
    const resource = arm?.cluster?.resource ?? 'Cluster';
    const named = controlPlaneVersion(arm);
    const minor = minorOf(named) ?? live?.serverMinor ?? null;
    if (minor === null) return withoutAzure(cluster, 'its version is unknown');
    const version = named !== null && minorOf(named) !== null ? named : `1.${minor}`;
    const ends = supportEnds(version);
    if (ends === null ? minor >= oldestKnown : ends > now) return [];
    const ended =
      ends === null
        ? `${version} is out of support`
        : `support for ${version} ended on ${new Date(ends - 1).toISOString().slice(0, 10)}`;
    if (minor < oldestKnown - minorsWithLongTermSupport) return [fail(resource, ended)];
    if (arm === null || arm.cluster === null)
      return withoutAzure(cluster, `${ended}, unless the cluster has long-term support`);
    if (arm.cluster.fields('supportPlan') !== 'AKSLongTermSupport') return [fail(resource, ended)];
    return [undecided(resource, `${ended}; Drydock does not know the end of long-term support`)];
  },
};

/** What is open because Azure's part is missing. */
function withoutAzure({ arm, live, unread }: AuditedCluster, what: string): Judgement {
  const part = unread.find((each) => each.part === 'azure-cluster');
  if (part !== undefined) return [undecided(part.resource, `${what}: ${describeUnread(part)}`)];
  if (arm?.cluster != null) return [undecided(arm.cluster.resource, what)];
  const why = arm === null ? azureNotRead({ live }) : 'only node pools were given (--arm)';
  return notApplicable(`${what}: ${why}`);
}
