import type { Lineage } from './lineage.ts';

/** Volumes and their drivers. */
export const storage: readonly Lineage[] = [
  {
    kinds: ['StorageClass'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'storage.k8s.io/v1beta1', introduced: 4, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'storage.k8s.io/v1', introduced: 6, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['VolumeAttachment'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'storage.k8s.io/v1alpha1', introduced: 9, deprecated: 21, removed: 24, source: 'marker' },
      { api: 'storage.k8s.io/v1beta1', introduced: 10, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'storage.k8s.io/v1', introduced: 13, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['CSIDriver'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'storage.k8s.io/v1beta1', introduced: 14, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'storage.k8s.io/v1', introduced: 18, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['CSINode'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'storage.k8s.io/v1beta1', introduced: 14, deprecated: 17, removed: 22, source: 'marker' },
      { api: 'storage.k8s.io/v1', introduced: 17, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['CSIStorageCapacity'],
    changes: null,
    versions: [
      { api: 'storage.k8s.io/v1alpha1', introduced: 19, deprecated: 21, removed: 24, source: 'marker' },
      { api: 'storage.k8s.io/v1beta1', introduced: 21, deprecated: 24, removed: 27, source: 'marker' },
      { api: 'storage.k8s.io/v1', introduced: 24, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['VolumeAttributesClass'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'storage.k8s.io/v1alpha1', introduced: 29, deprecated: 32, removed: 35, source: 'marker' },
      { api: 'storage.k8s.io/v1beta1', introduced: 31, deprecated: 34, removed: 37, source: 'marker' },
      { api: 'storage.k8s.io/v1', introduced: 34, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['StorageVersionMigration'],
    isClusterWide: true,
    changes: null,
    versions: [
      {
        api: 'storagemigration.k8s.io/v1alpha1',
        introduced: 30,
        deprecated: 33,
        removed: 35,
        source: 'type-gone',
      },
      {
        api: 'storagemigration.k8s.io/v1beta1',
        introduced: 35,
        deprecated: 37,
        removed: 40,
        source: 'marker',
      },
      {
        api: 'storagemigration.k8s.io/v1',
        introduced: 37,
        deprecated: null,
        removed: null,
        source: 'marker',
      },
    ],
  },
];
