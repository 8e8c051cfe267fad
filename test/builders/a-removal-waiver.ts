import type { RemovalWaiver } from '#domain/removal/findings/removal-waiver.ts';

/** Of every disruption budget that is written as policy/v1beta1, until the end of November 2026. */
export function aRemovalWaiver(more: Partial<RemovalWaiver> = {}): RemovalWaiver {
  return {
    apiVersion: 'policy/v1beta1',
    kind: 'PodDisruptionBudget',
    namespace: null,
    name: null,
    feature: null,
    reason: 'the chart follows next week',
    owner: 'shop',
    expires: '2026-12-01T00:00:00Z',
    ...more,
  };
}
