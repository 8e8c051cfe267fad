import { lifeOfApi } from '../catalogue/life-of-api.ts';
import type { Feature, FeatureSubject } from './feature.ts';
import { textAt } from './fields.ts';

/**
 * References to an object in a removed API version. The controller of autoscalers resolves group and kind, whatever the version
 * (pkg/controller/podautoscaler/horizontal.go): apps/v1beta1 continues, extensions has no workloads any more.
 */
export const references: readonly Feature[] = [
  {
    id: 'old-scale-target',
    title: 'scaleTargetRef to a removed version',
    instead: 'name apps/v1 in scaleTargetRef',
    source: 'https://kubernetes.io/blog/2019/07/18/api-deprecations-in-1-16/',
    deprecated: null,
    removed: 16,
    atEnd: 'INFO',
    kinds: ['HorizontalPodAutoscaler.autoscaling'],
    find: oldTarget,
  },
];

function oldTarget({ value }: FeatureSubject): readonly string[] {
  const [apiVersion, kind] = ['apiVersion', 'kind'].map((field) =>
    textAt(value, 'spec', 'scaleTargetRef', field),
  );
  if (apiVersion == null || kind == null || lifeOfApi({ apiVersion, kind })?.removed !== 16) return [];
  const found = apiVersion.startsWith('extensions/')
    ? 'its group has no such kind any more, so that nothing is scaled'
    : 'it is found by its group and kind all the same';
  return [`scaleTargetRef ${apiVersion} ${kind}: ${found}`];
}
