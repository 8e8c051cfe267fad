import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';

/** A pod disruption budget that 1.25 no longer serves, in a manifest. */
export function aRemovalFinding(more: Partial<RemovalFinding> = {}): RemovalFinding {
  return {
    rule: 'removed-api',
    severity: 'BLOCK',
    apiVersion: 'policy/v1beta1',
    kind: 'PodDisruptionBudget',
    namespace: 'shop',
    name: 'web',
    deprecatedIn: '1.21',
    removedIn: '1.25',
    replacement: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
    changes: null,
    feature: null,
    source: 'manifest',
    location: 'shop/web.yaml:1',
    evidence: 'apiVersion: policy/v1beta1',
    who: [],
    lastSeen: null,
    aks: null,
    waived: null,
    ...more,
  };
}
