import type { Feature, FeatureSubject } from './feature.ts';
import { fieldsAt, listAt, textAt } from './fields.ts';
import { podKinds } from './pod-parts.ts';

const types = 'https://kubernetes.io/docs/concepts/storage/volumes/';
const warnings = 'https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/api/pod/warnings.go';
const azure = 'https://learn.microsoft.com/azure/aks/csi-migrate-in-tree-volumes';

interface Row {
  readonly field: string;
  /** The in-tree provisioner of storage classes. */
  readonly provisioner?: string;
  readonly deprecated: number;
  readonly removed: number | null;
  readonly atEnd?: 'WARN';
  readonly instead: string;
  readonly source: `https://${string}`;
}

/**
 * Volumes in the tree of Kubernetes. WARN: their fields stay, and a CSI driver does the work, if it is there. AKS supports those of
 * Azure until 1.25.
 */
const rows: readonly Row[] = [
  {
    field: 'photonPersistentDisk',
    deprecated: 11,
    removed: 16,
    instead: 'a volume of a CSI driver',
    source: warnings,
  },
  {
    field: 'scaleIO',
    provisioner: 'kubernetes.io/scaleio',
    deprecated: 16,
    removed: 22,
    instead: 'the PowerFlex CSI driver',
    source: warnings,
  },
  { field: 'flocker', deprecated: 22, removed: 25, instead: 'a volume of a CSI driver', source: warnings },
  {
    field: 'storageos',
    provisioner: 'kubernetes.io/storageos',
    deprecated: 22,
    removed: 25,
    instead: 'a volume of a CSI driver',
    source: warnings,
  },
  {
    field: 'quobyte',
    provisioner: 'kubernetes.io/quobyte',
    deprecated: 22,
    removed: 25,
    instead: 'the Quobyte CSI driver',
    source: warnings,
  },
  {
    field: 'glusterfs',
    provisioner: 'kubernetes.io/glusterfs',
    deprecated: 25,
    removed: 26,
    instead: 'a volume of a CSI driver, or NFS',
    source: warnings,
  },
  { field: 'cephfs', deprecated: 28, removed: 31, instead: 'the Ceph CSI driver', source: warnings },
  {
    field: 'rbd',
    provisioner: 'kubernetes.io/rbd',
    deprecated: 28,
    removed: 31,
    instead: 'the Ceph CSI driver',
    source: warnings,
  },
  {
    field: 'gitRepo',
    deprecated: 11,
    removed: 33,
    instead: 'an emptyDir that an init container clones into',
    source: 'https://kubernetes.io/docs/concepts/storage/volumes/#gitrepo',
  },
  {
    field: 'azureDisk',
    provisioner: 'kubernetes.io/azure-disk',
    deprecated: 19,
    removed: 26,
    atEnd: 'WARN',
    instead: 'disk.csi.azure.com',
    source: azure,
  },
  {
    field: 'azureFile',
    provisioner: 'kubernetes.io/azure-file',
    deprecated: 21,
    removed: 26,
    atEnd: 'WARN',
    instead: 'file.csi.azure.com',
    source: azure,
  },
  {
    field: 'cinder',
    provisioner: 'kubernetes.io/cinder',
    deprecated: 18,
    removed: 26,
    atEnd: 'WARN',
    instead: 'cinder.csi.openstack.org',
    source: types,
  },
  {
    field: 'awsElasticBlockStore',
    provisioner: 'kubernetes.io/aws-ebs',
    deprecated: 17,
    removed: 27,
    atEnd: 'WARN',
    instead: 'ebs.csi.aws.com',
    source: types,
  },
  {
    field: 'gcePersistentDisk',
    provisioner: 'kubernetes.io/gce-pd',
    deprecated: 17,
    removed: 28,
    atEnd: 'WARN',
    instead: 'pd.csi.storage.gke.io',
    source: types,
  },
  {
    field: 'vsphereVolume',
    provisioner: 'kubernetes.io/vsphere-volume',
    deprecated: 19,
    removed: 30,
    atEnd: 'WARN',
    instead: 'csi.vsphere.vmware.com',
    source: types,
  },
  {
    field: 'portworxVolume',
    provisioner: 'kubernetes.io/portworx-volume',
    deprecated: 25,
    removed: 36,
    atEnd: 'WARN',
    instead: 'pxd.portworx.com',
    source: types,
  },
  {
    field: 'flexVolume',
    deprecated: 23,
    removed: null,
    instead: 'a CSI driver',
    source: 'https://kubernetes.io/docs/concepts/storage/volumes/#flexvolume',
  },
];

export const volumes: readonly Feature[] = rows.map((row) => ({
  id: `${row.field.replaceAll(/[A-Z]+/g, (letters) => `-${letters.toLowerCase()}`)}-volume`.replace(
    '-volume-volume',
    '-volume',
  ),
  title: `${row.field} volume`,
  instead: row.instead,
  source: row.source,
  deprecated: row.deprecated,
  removed: row.removed,
  atEnd: row.atEnd ?? 'BLOCK',
  kinds: [...podKinds, 'PersistentVolume', 'StorageClass.storage.k8s.io'],
  find: (subject) => findVolume(subject, row),
}));

function findVolume({ kind, value, pod }: FeatureSubject, { field, provisioner }: Row): readonly string[] {
  if (kind === 'StorageClass.storage.k8s.io')
    return provisioner !== undefined && textAt(value, 'provisioner') === provisioner
      ? [`provisioner ${provisioner}`]
      : [];
  if (kind === 'PersistentVolume') return field in fieldsAt(value, 'spec') ? [`spec.${field}`] : [];
  return listAt(pod?.spec, 'volumes').flatMap((volume) => {
    const isUsed = Object.hasOwn(fieldsAt(volume), field) && fieldsAt(volume)[field] !== null;
    return isUsed ? [`volume ${textAt(volume, 'name') ?? ''} is ${field}`] : [];
  });
}
