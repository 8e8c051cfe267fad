import type { ApiKind } from '../catalogue/life-of-api.ts';
import type { Feature } from '../features/feature.ts';
import { featuresOf } from '../features/features.ts';
import { type Fields, fieldsAt, listAt } from '../features/fields.ts';
import { podPartsOf } from '../features/pod-parts.ts';
import { actorsOf } from '../findings/actor.ts';
import type { ScanMode } from '../findings/judge-use.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';
import type { WrittenObject } from './judge-object.ts';

/** What an object shows of what a version takes away beside APIs, one finding each. `locate` is asked only if there is any. */
export function judgeFeatures(
  { apiVersion, kind, namespace, name, generateName, value }: WrittenObject,
  minor: number,
  mode: ScanMode,
  locate: () => string,
): readonly RemovalFinding[] {
  const known = isCustomMaker(apiVersion, value) ? 'Deployment.apps' : groupKindOf({ apiVersion, kind });
  const concerned = concernedAt(known, minor, mode);
  if (concerned.length === 0) return [];
  const subject = { kind: known, value, pod: podPartsOf(known, value) };
  return concerned.flatMap((feature): readonly RemovalFinding[] => {
    const shown = feature.find(subject);
    if (shown.length === 0) return [];
    const { id, title, instead, source, deprecated, removed } = feature;
    return [
      {
        rule: removed !== null && removed <= minor ? 'removed-feature' : 'deprecated-feature',
        severity: severityAt(feature, minor, mode) ?? 'INFO',
        apiVersion,
        kind,
        namespace,
        name,
        deprecatedIn: deprecated === null ? null : `1.${deprecated}`,
        removedIn: removed === null ? null : `1.${removed}`,
        replacement: null,
        changes: null,
        feature: { id, title, instead, source },
        source: 'manifest',
        location: locate(),
        evidence: [...new Set(shown)].join(', '),
        ...(name === null && generateName !== null && { generateName }),
        who: actorsOf(fieldsAt(value, 'metadata', 'labels'), fieldsAt(value, 'metadata', 'annotations')),
        lastSeen: null,
        aks: null,
        waived: null,
      },
    ];
  });
}

const concerning = new Map<string, readonly Feature[]>();

/** The same for every object of a kind; kinds without features are as many as there are custom ones. */
function concernedAt(kind: string, minor: number, mode: ScanMode): readonly Feature[] {
  const own = featuresOf(kind);
  if (own.length === 0) return own;
  const key = `${kind} ${minor} ${mode}`;
  const known = concerning.get(key) ?? own.filter((feature) => severityAt(feature, minor, mode) !== null);
  concerning.set(key, known);
  return known;
}

/** A custom resource that has a template where a Deployment has it (Argo's Rollout, Knative's Service, OpenKruise). */
function isCustomMaker(apiVersion: string, value: Fields): boolean {
  return (
    /^[^/]*\.[^/]*\//.test(apiVersion) && listAt(value, 'spec', 'template', 'spec', 'containers').length > 0
  );
}

/** "Deployment.apps", "Service". Workloads of extensions are those of apps, whichever version wrote them. */
function groupKindOf({ apiVersion, kind }: ApiKind): string {
  const [group = '', version] = apiVersion.split('/');
  if (version === undefined) return kind;
  if (group !== 'extensions') return `${kind}.${group}`;
  return `${kind}.${kind === 'Ingress' || kind === 'NetworkPolicy' ? 'networking.k8s.io' : 'apps'}`;
}

/** null: there is nothing to say of it at the minor. */
function severityAt(
  { deprecated, removed, atEnd }: Feature,
  minor: number,
  mode: ScanMode,
): RemovalFinding['severity'] | null {
  const isGone = removed !== null && removed <= minor;
  if (isGone && atEnd !== 'INFO') return atEnd;
  if (deprecated !== null && deprecated <= minor) return 'WARN';
  return mode === 'full' ? 'INFO' : null;
}
