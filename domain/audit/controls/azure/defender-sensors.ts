import type { AuditedCluster } from '../../cluster/audited-cluster.ts';
import { azureNotRead } from '../../control/azure-not-read.ts';
import { type Control, type Finding, fail, notApplicable } from '../../control/control.ts';
import type { KubernetesObject } from '../../kubernetes/api-objects.ts';
import { isObject } from '../../kubernetes/read-shape.ts';
import { isWatched } from './defender-profile.ts';

const sensors = ['microsoft-defender-collector-ds', 'microsoft-defender-publisher-ds'];

export const defenderSensors: Control = {
  id: 'SB-DEF-03',
  title: 'The Defender sensors are ready',
  area: 'defender',
  severity: 'medium',
  rule: "Where SB-DEF-01 passes, Defender's DaemonSets in kube-system are ready on every node they are scheduled to.",
  source: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction',
  remediation: 'Check the events of microsoft-defender-collector-ds in kube-system.',
  needs: ['azure-cluster', 'daemon-sets'],
  judge: ({ live, arm, objects }: AuditedCluster) => {
    if (live === null) return notApplicable('files do not show it');
    if (arm === null || arm.cluster === null) return notApplicable(azureNotRead({ live }));
    if (!isWatched(arm.cluster)) return notApplicable('Defender is off for the cluster: SB-DEF-01 fails');
    return sensors.flatMap((name) => judge(name, objects));
  },
};

function judge(name: string, objects: readonly KubernetesObject[]): readonly Finding[] {
  const resource = `DaemonSet/kube-system/${name}`;
  const found = objects.find(({ kind, metadata }) => {
    if (kind !== 'DaemonSet' || !isObject(metadata)) return false;
    return metadata.namespace === 'kube-system' && metadata.name === name;
  });
  if (found === undefined) return [fail(resource, 'it does not exist, although the Defender profile is on')];
  const status = isObject(found.status) ? found.status : {};
  const [wanted, ready] = [Number(status.desiredNumberScheduled ?? 0), Number(status.numberReady ?? 0)];
  return ready >= wanted ? [] : [fail(resource, `${ready} of ${wanted} are ready`)];
}
