import type { Lineage } from './lineage.ts';

/** Devices that pods claim. What was called ResourceClass is DeviceClass since structured parameters took over. */
export const dynamicResources: readonly Lineage[] = [
  {
    kinds: ['ResourceClaim', 'ResourceClaimTemplate'],
    changes: 'requests move to spec.devices, each exactly or firstAvailable, by DeviceClass',
    versions: [
      { api: 'resource.k8s.io/v1alpha1', introduced: 26, deprecated: null, removed: 27, source: 'type-gone' },
      { api: 'resource.k8s.io/v1alpha2', introduced: 27, deprecated: null, removed: 31, source: 'type-gone' },
      { api: 'resource.k8s.io/v1alpha3', introduced: 31, deprecated: null, removed: 34, source: 'type-gone' },
      { api: 'resource.k8s.io/v1beta1', introduced: 32, deprecated: 35, removed: 38, source: 'marker' },
      { api: 'resource.k8s.io/v1beta2', introduced: 33, deprecated: 36, removed: 39, source: 'marker' },
      { api: 'resource.k8s.io/v1', introduced: 34, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['DeviceClass'],
    isClusterWide: true,
    changes: 'a ResourceClass with parameters becomes a DeviceClass that selects devices by expressions',
    versions: [
      {
        api: 'resource.k8s.io/v1alpha1',
        kind: 'ResourceClass',
        introduced: 26,
        deprecated: null,
        removed: 27,
        source: 'type-gone',
      },
      {
        api: 'resource.k8s.io/v1alpha2',
        kind: 'ResourceClass',
        introduced: 27,
        deprecated: null,
        removed: 31,
        source: 'type-gone',
      },
      { api: 'resource.k8s.io/v1alpha3', introduced: 31, deprecated: null, removed: 34, source: 'type-gone' },
      { api: 'resource.k8s.io/v1beta1', introduced: 32, deprecated: 35, removed: 38, source: 'marker' },
      { api: 'resource.k8s.io/v1beta2', introduced: 33, deprecated: 36, removed: 39, source: 'marker' },
      { api: 'resource.k8s.io/v1', introduced: 34, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ResourceSlice'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'resource.k8s.io/v1alpha2', introduced: 30, deprecated: null, removed: 31, source: 'type-gone' },
      { api: 'resource.k8s.io/v1alpha3', introduced: 31, deprecated: null, removed: 34, source: 'type-gone' },
      { api: 'resource.k8s.io/v1beta1', introduced: 32, deprecated: 35, removed: 38, source: 'marker' },
      { api: 'resource.k8s.io/v1beta2', introduced: 33, deprecated: 36, removed: 39, source: 'marker' },
      { api: 'resource.k8s.io/v1', introduced: 34, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ResourceClaimParameters', 'ResourceClassParameters'],
    changes: 'parameters move to the claim and the DeviceClass',
    versions: [
      { api: 'resource.k8s.io/v1alpha2', introduced: 30, deprecated: null, removed: 31, source: 'type-gone' },
    ],
  },
  {
    kinds: ['PodSchedulingContext'],
    changes: 'no replacement; the scheduler allocates devices itself',
    versions: [
      {
        api: 'resource.k8s.io/v1alpha1',
        kind: 'PodScheduling',
        introduced: 26,
        deprecated: null,
        removed: 27,
        source: 'type-gone',
      },
      { api: 'resource.k8s.io/v1alpha2', introduced: 27, deprecated: null, removed: 31, source: 'type-gone' },
      { api: 'resource.k8s.io/v1alpha3', introduced: 31, deprecated: null, removed: 32, source: 'type-gone' },
    ],
  },
  {
    kinds: ['DeviceTaintRule'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'resource.k8s.io/v1alpha3', introduced: 33, deprecated: 36, removed: 39, source: 'marker' },
      { api: 'resource.k8s.io/v1beta2', introduced: 36, deprecated: 39, removed: 42, source: 'marker' },
      { api: 'resource.k8s.io/v1', introduced: 37, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ResourcePoolStatusRequest'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'resource.k8s.io/v1alpha3', introduced: 36, deprecated: 39, removed: 42, source: 'marker' },
    ],
  },
];
