import type { Feature } from './feature.ts';
import { fieldsAt, listAt, textAt } from './fields.ts';

const versions =
  'https://learn.microsoft.com/azure/aks/supported-kubernetes-versions#aks-components-breaking-changes-by-version';

/** What add-ons stop to understand in the version that AKS brings with a minor. WARN: who installed KEDA by other means is not concerned. */
export const addOns: readonly Feature[] = [
  {
    id: 'keda-metric-name',
    title: 'metricName of KEDA triggers (add-on: KEDA 2.14)',
    instead: 'remove it: KEDA names its metrics itself',
    source: versions,
    deprecated: null,
    removed: 30,
    atEnd: 'WARN',
    kinds: ['ScaledObject.keda.sh', 'ScaledJob.keda.sh'],
    find: ({ value }) =>
      listAt(value, 'spec', 'triggers').flatMap((trigger) =>
        // Its own field of these: which metric is meant.
        Object.hasOwn(fieldsAt(trigger, 'metadata'), 'metricName') &&
        !hasOwnMetricName(textAt(trigger, 'type') ?? '')
          ? [`trigger ${textAt(trigger, 'type') ?? ''} has metricName`]
          : [],
      ),
  },
  {
    id: 'keda-pod-identity',
    title: 'pod identity in KEDA (add-on: KEDA 2.15)',
    instead: 'workload identity (provider azure-workload)',
    source: versions,
    deprecated: 29,
    removed: 31,
    atEnd: 'WARN',
    kinds: ['TriggerAuthentication.keda.sh', 'ClusterTriggerAuthentication.keda.sh'],
    find: ({ value }) =>
      textAt(value, 'spec', 'podIdentity', 'provider') === 'azure' ? ['podIdentity.provider azure'] : [],
  },
];

function hasOwnMetricName(type: string): boolean {
  return [
    'azure-monitor',
    'aws-cloudwatch',
    'datadog',
    'gcp-stackdriver',
    'external',
    'metrics-api',
  ].includes(type);
}
