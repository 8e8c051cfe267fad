import type { Pod, Volume } from '../pod/pod.ts';
import {
  type Complaint,
  distinct,
  named,
  type PssCheck,
  plural,
  quoted,
  valuesOfPod,
} from '../pod/pss-check.ts';

const allowed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Named in this order where a volume has several, which no API server takes. */
const forbidden = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];

export const restrictedVolumes: PssCheck = {
  id: 'restrictedVolumes',
  level: 'restricted',
  versions: [{ since: 0, overrides: ['hostPathVolumes'], judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const bad = (spec.volumes ?? []).filter((volume) => !allowed.some((source) => source in volume));
  if (bad.length === 0) return null;
  const kinds = distinct(bad.map(kindOf));
  const verb = bad.length === 1 ? 'uses' : 'use';
  const names = bad.map(({ name = '' }) => name);
  return {
    reason: 'restricted volume types',
    detail: `${named('volume', names)} ${verb} ${plural('restricted volume type', kinds.length)} ${quoted(kinds)}`,
    containers: [],
    isOfPod: true,
    values: valuesOfPod(bad.map((each) => `${kindOf(each)} ${each.name ?? ''}`)),
  };
}

function kindOf(volume: Volume): string {
  return forbidden.find((source) => source in volume) ?? 'unknown';
}
