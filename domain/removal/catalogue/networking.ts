import type { Lineage } from './lineage.ts';

const storageOf131 =
  'https://github.com/kubernetes/kubernetes/blob/v1.31.0/pkg/registry/networking/rest/storage_settings.go';

/** Ingresses, policies, endpoints and addresses. */
export const networking: readonly Lineage[] = [
  {
    kinds: ['Ingress'],
    changes:
      'backend.serviceName becomes service.name, servicePort becomes service.port.number or .name; spec.backend becomes spec.defaultBackend; every path needs a pathType (ImplementationSpecific keeps the old behaviour)',
    versions: [
      { api: 'extensions/v1beta1', introduced: 1, deprecated: 14, removed: 22, source: 'marker' },
      { api: 'networking.k8s.io/v1beta1', introduced: 14, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'networking.k8s.io/v1', introduced: 19, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['IngressClass'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'networking.k8s.io/v1beta1', introduced: 18, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'networking.k8s.io/v1', introduced: 19, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['NetworkPolicy'],
    changes: null,
    versions: [
      { api: 'extensions/v1beta1', introduced: 3, deprecated: 9, removed: 16, source: 'marker' },
      { api: 'networking.k8s.io/v1', introduced: 7, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['EndpointSlice'],
    changes: 'endpoints have nodeName and zone instead of topology; a Service may have several slices',
    versions: [
      { api: 'v1', kind: 'Endpoints', introduced: 0, deprecated: 33, removed: null, source: 'marker' },
      {
        api: 'discovery.k8s.io/v1alpha1',
        introduced: 16,
        deprecated: null,
        removed: 21,
        source: 'type-gone',
      },
      { api: 'discovery.k8s.io/v1beta1', introduced: 16, deprecated: 21, removed: 25, source: 'marker' },
      { api: 'discovery.k8s.io/v1', introduced: 21, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['IPAddress'],
    isClusterWide: true,
    changes: null,
    versions: [
      {
        api: 'networking.k8s.io/v1alpha1',
        introduced: 27,
        deprecated: 30,
        removed: 31,
        source: storageOf131,
      },
      { api: 'networking.k8s.io/v1beta1', introduced: 31, deprecated: 34, removed: 37, source: 'marker' },
      { api: 'networking.k8s.io/v1', introduced: 33, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ServiceCIDR'],
    isClusterWide: true,
    changes: null,
    versions: [
      {
        api: 'networking.k8s.io/v1alpha1',
        introduced: 29,
        deprecated: 30,
        removed: 31,
        source: storageOf131,
      },
      { api: 'networking.k8s.io/v1beta1', introduced: 31, deprecated: 34, removed: 37, source: 'marker' },
      { api: 'networking.k8s.io/v1', introduced: 33, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ClusterCIDR'],
    isClusterWide: true,
    changes: 'no replacement',
    versions: [
      { api: 'networking.k8s.io/v1alpha1', introduced: 25, deprecated: 28, removed: 29, source: 'type-gone' },
    ],
  },
];
