import type { RemovalFinding } from './removal-finding.ts';

/**
 * What could not be looked at in a cluster. `location` is what it would have been read from, `why` names the right that it
 * takes: "requires permission to list ingresses.networking.k8s.io". WARN: a source that an operator need not grant.
 */
export function unreadSource(
  source: RemovalFinding['source'],
  { apiVersion, kind, location }: Pick<RemovalFinding, 'apiVersion' | 'kind' | 'location'>,
  why: string,
  severity: 'UNKNOWN' | 'WARN' = 'UNKNOWN',
): RemovalFinding {
  return {
    rule: 'unread-source',
    severity,
    apiVersion,
    kind,
    namespace: null,
    name: null,
    deprecatedIn: null,
    removedIn: null,
    replacement: null,
    changes: null,
    feature: null,
    source,
    location,
    evidence: why,
    who: [],
    lastSeen: null,
    aks: null,
    waived: null,
  };
}
