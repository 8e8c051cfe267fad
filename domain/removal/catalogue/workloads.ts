import type { Lineage } from './lineage.ts';

const selector = 'spec.selector is required and cannot be changed later: take the labels of the template';

/** What runs and scales pods. */
export const workloads: readonly Lineage[] = [
  {
    kinds: ['Deployment'],
    changes: `${selector}; spec.rollbackTo is removed; progressDeadlineSeconds is 600, revisionHistoryLimit 10, maxSurge and maxUnavailable 25% by default`,
    versions: [
      { api: 'extensions/v1beta1', introduced: 1, deprecated: 8, removed: 16, source: 'marker' },
      { api: 'apps/v1beta1', introduced: 6, deprecated: 8, removed: 16, source: 'marker' },
      { api: 'apps/v1beta2', introduced: 8, deprecated: 9, removed: 16, source: 'marker' },
      { api: 'apps/v1', introduced: 9, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['DeploymentRollback'],
    changes: 'roll back with kubectl rollout undo, or apply the earlier template',
    versions: [
      { api: 'extensions/v1beta1', introduced: 2, deprecated: 8, removed: 16, source: 'marker' },
      { api: 'apps/v1beta1', introduced: 6, deprecated: 8, removed: 16, source: 'marker' },
    ],
  },
  {
    kinds: ['DaemonSet'],
    changes: `${selector}; spec.templateGeneration is removed; updateStrategy.type is RollingUpdate by default`,
    versions: [
      { api: 'extensions/v1beta1', introduced: 1, deprecated: 8, removed: 16, source: 'marker' },
      { api: 'apps/v1beta2', introduced: 8, deprecated: 9, removed: 16, source: 'marker' },
      { api: 'apps/v1', introduced: 9, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['StatefulSet'],
    changes: `${selector}; updateStrategy.type is RollingUpdate by default`,
    versions: [
      { api: 'apps/v1beta1', introduced: 5, deprecated: 8, removed: 16, source: 'marker' },
      { api: 'apps/v1beta2', introduced: 8, deprecated: 9, removed: 16, source: 'marker' },
      { api: 'apps/v1', introduced: 9, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ReplicaSet'],
    changes: selector,
    versions: [
      { api: 'extensions/v1beta1', introduced: 2, deprecated: 8, removed: 16, source: 'marker' },
      { api: 'apps/v1beta2', introduced: 8, deprecated: 9, removed: 16, source: 'marker' },
      { api: 'apps/v1', introduced: 9, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ControllerRevision'],
    changes: null,
    versions: [
      { api: 'apps/v1beta1', introduced: 7, deprecated: 8, removed: 16, source: 'marker' },
      { api: 'apps/v1beta2', introduced: 8, deprecated: 9, removed: 16, source: 'marker' },
      { api: 'apps/v1', introduced: 9, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['Scale'],
    changes: null,
    versions: [
      { api: 'extensions/v1beta1', introduced: 1, deprecated: 2, removed: 16, source: 'marker' },
      { api: 'apps/v1beta1', introduced: 6, deprecated: 8, removed: 16, source: 'marker' },
      { api: 'apps/v1beta2', introduced: 8, deprecated: 9, removed: 16, source: 'marker' },
      { api: 'autoscaling/v1', introduced: 2, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['CronJob'],
    changes: null,
    versions: [
      { api: 'batch/v2alpha1', introduced: 5, deprecated: null, removed: 21, source: 'type-gone' },
      { api: 'batch/v1beta1', introduced: 8, deprecated: 21, removed: 25, source: 'marker' },
      { api: 'batch/v1', introduced: 21, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['HorizontalPodAutoscaler'],
    changes:
      'since v2beta2 the target in spec.metrics is its own map: target.type with averageUtilization, averageValue or value',
    versions: [
      { api: 'autoscaling/v2beta1', introduced: 8, deprecated: 22, removed: 25, source: 'marker' },
      { api: 'autoscaling/v2beta2', introduced: 12, deprecated: 23, removed: 26, source: 'marker' },
      { api: 'autoscaling/v2', introduced: 23, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['PodPreset'],
    changes: 'no replacement; your own admission webhook can change pods',
    versions: [
      { api: 'settings.k8s.io/v1alpha1', introduced: 6, deprecated: null, removed: 20, source: 'type-gone' },
    ],
  },
  {
    kinds: ['Workload'],
    changes: 'objects of the alpha versions must be deleted before the upgrade',
    versions: [
      {
        api: 'scheduling.k8s.io/v1alpha1',
        introduced: 35,
        deprecated: null,
        removed: 36,
        source: 'type-gone',
      },
      {
        api: 'scheduling.k8s.io/v1alpha2',
        introduced: 36,
        deprecated: null,
        removed: 37,
        source: 'type-gone',
      },
      {
        api: 'scheduling.k8s.io/v1alpha3',
        introduced: 37,
        deprecated: null,
        removed: null,
        source: 'marker',
      },
      { api: 'scheduling.k8s.io/v1beta1', introduced: 37, deprecated: 40, removed: 43, source: 'marker' },
    ],
  },
  {
    kinds: ['PodGroup'],
    changes: 'objects of the alpha versions must be deleted before the upgrade',
    versions: [
      {
        api: 'scheduling.k8s.io/v1alpha2',
        introduced: 36,
        deprecated: null,
        removed: 37,
        source: 'type-gone',
      },
      {
        api: 'scheduling.k8s.io/v1alpha3',
        introduced: 37,
        deprecated: null,
        removed: null,
        source: 'marker',
      },
      { api: 'scheduling.k8s.io/v1beta1', introduced: 37, deprecated: 40, removed: 43, source: 'marker' },
    ],
  },
  {
    kinds: ['PriorityClass'],
    isClusterWide: true,
    changes: null,
    versions: [
      {
        api: 'scheduling.k8s.io/v1alpha1',
        introduced: 8,
        deprecated: 14,
        removed: 23,
        source:
          'https://github.com/kubernetes/kubernetes/blob/v1.23.0/pkg/registry/scheduling/rest/storage_scheduling.go',
      },
      { api: 'scheduling.k8s.io/v1beta1', introduced: 11, deprecated: 14, removed: 22, source: 'marker' },
      { api: 'scheduling.k8s.io/v1', introduced: 14, deprecated: null, removed: null, source: 'marker' },
    ],
  },
];
