import type { Lineage } from './lineage.ts';

const runtimeClassOf124 =
  'https://github.com/kubernetes/kubernetes/blob/v1.24.0/pkg/registry/node/rest/runtime_class.go';
const auditOf124 = 'https://pkg.go.dev/k8s.io/apiserver@v0.24.0/pkg/apis/audit';

/** How pods are evicted and nodes run them, what happened, and how the API server serves. */
export const controlPlane: readonly Lineage[] = [
  {
    kinds: ['PodDisruptionBudget'],
    changes: 'an empty selector ({}) now selects all pods of the namespace instead of none',
    versions: [
      { api: 'policy/v1beta1', introduced: 5, deprecated: 21, removed: 25, source: 'marker' },
      { api: 'policy/v1', introduced: 21, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['Eviction'],
    changes: null,
    versions: [
      { api: 'policy/v1beta1', introduced: 5, deprecated: 22, removed: 25, source: 'marker' },
      { api: 'policy/v1', introduced: 22, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['Eviction', 'EvictionRequest'],
    changes: null,
    versions: [
      { api: 'lifecycle.k8s.io/v1alpha1', introduced: 37, deprecated: 40, removed: 43, source: 'marker' },
    ],
  },
  {
    kinds: ['RuntimeClass'],
    isClusterWide: true,
    changes: null,
    versions: [
      {
        api: 'node.k8s.io/v1alpha1',
        introduced: 14,
        deprecated: null,
        removed: 24,
        source: runtimeClassOf124,
      },
      { api: 'node.k8s.io/v1beta1', introduced: 13, deprecated: 22, removed: 25, source: 'marker' },
      { api: 'node.k8s.io/v1', introduced: 20, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['Event'],
    changes:
      'involvedObject becomes regarding; action, reason, reportingComponent and reportingInstance are required; eventTime replaces firstTimestamp',
    versions: [
      { api: 'events.k8s.io/v1beta1', introduced: 8, deprecated: 22, removed: 25, source: 'marker' },
      { api: 'events.k8s.io/v1', introduced: 19, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['Lease'],
    changes: null,
    versions: [
      { api: 'coordination.k8s.io/v1beta1', introduced: 12, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'coordination.k8s.io/v1', introduced: 14, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['LeaseCandidate'],
    changes: null,
    versions: [
      {
        api: 'coordination.k8s.io/v1alpha1',
        introduced: 31,
        deprecated: null,
        removed: 32,
        source: 'type-gone',
      },
      { api: 'coordination.k8s.io/v1alpha2', introduced: 32, deprecated: 35, removed: 38, source: 'marker' },
      { api: 'coordination.k8s.io/v1beta1', introduced: 33, deprecated: 36, removed: 39, source: 'marker' },
    ],
  },
  {
    kinds: ['FlowSchema', 'PriorityLevelConfiguration'],
    isClusterWide: true,
    changes:
      'spec.limited.assuredConcurrencyShares becomes nominalConcurrencyShares, where 0 means 0 (before: 30)',
    versions: [
      {
        api: 'flowcontrol.apiserver.k8s.io/v1alpha1',
        introduced: 18,
        deprecated: 20,
        removed: 21,
        source: 'marker',
      },
      {
        api: 'flowcontrol.apiserver.k8s.io/v1beta1',
        introduced: 20,
        deprecated: 23,
        removed: 26,
        source: 'marker',
      },
      {
        api: 'flowcontrol.apiserver.k8s.io/v1beta2',
        introduced: 23,
        deprecated: 26,
        removed: 29,
        source: 'marker',
      },
      {
        api: 'flowcontrol.apiserver.k8s.io/v1beta3',
        introduced: 26,
        deprecated: 29,
        removed: 32,
        source: 'marker',
      },
      {
        api: 'flowcontrol.apiserver.k8s.io/v1',
        introduced: 29,
        deprecated: null,
        removed: null,
        source: 'marker',
      },
    ],
  },
  {
    kinds: ['APIGroupDiscovery'],
    changes: null,
    versions: [
      { api: 'apidiscovery.k8s.io/v2beta1', introduced: 26, deprecated: 32, removed: 35, source: 'marker' },
      { api: 'apidiscovery.k8s.io/v2', introduced: 30, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ComponentStatus'],
    isClusterWide: true,
    changes: 'use /livez and /readyz instead; no removal is planned',
    versions: [{ api: 'v1', introduced: 0, deprecated: 19, removed: null, source: 'marker' }],
  },
  {
    kinds: ['AuditSink'],
    isClusterWide: true,
    changes: 'no replacement; audit is configured by API server flags',
    versions: [
      {
        api: 'auditregistration.k8s.io/v1alpha1',
        introduced: 13,
        deprecated: null,
        removed: 19,
        source: 'type-gone',
      },
    ],
  },
  {
    kinds: ['Event', 'Policy'],
    changes: 'files of the API server, never objects of a cluster',
    versions: [
      { api: 'audit.k8s.io/v1alpha1', introduced: 7, deprecated: 21, removed: 24, source: auditOf124 },
      { api: 'audit.k8s.io/v1beta1', introduced: 8, deprecated: 21, removed: 24, source: auditOf124 },
      { api: 'audit.k8s.io/v1', introduced: 12, deprecated: null, removed: null, source: auditOf124 },
    ],
  },
];
