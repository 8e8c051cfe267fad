import { kindName } from '../../kind-name.ts';
import type { GradedFinding, KnownFinding } from '../../known-findings.ts';
import { type RemovalFinding, severities } from './removal-finding.ts';

/** What of a scan counts. Empty lists and null: everything. What could not be read counts whatever the scope is. */
export interface ScanScope {
  /** Rules, and ids of features: "removed-api", "git-repo-volume". */
  readonly controls: readonly string[];
  /** An object of a manifest that names none counts as one of "default". */
  readonly namespaces: readonly string[];
  /** The least severe finding that counts. */
  readonly severity: RemovalFinding['severity'] | null;
}

export function isInScope(finding: RemovalFinding, scope: ScanScope): boolean {
  const { rule, feature, source, severity } = finding;
  const namespace = finding.namespace ?? (source === 'manifest' ? 'default' : null);
  return rule === 'unread-source' || fits({ ids: [rule, feature?.id ?? ''], namespace, severity }, scope);
}

/** Whether a scope shows a known finding if it is still there. */
export function isKnownInScope({ fingerprint, level }: KnownFinding, scope: ScanScope): boolean {
  const [rule = '', what = '', , namespace = ''] = fingerprint.split('|');
  const severity = severities.find((each) => each === level) ?? 'INFO';
  return fits({ ids: [rule, what], namespace: namespace || 'default', severity }, scope);
}

interface Scoped {
  readonly ids: readonly string[];
  readonly namespace: string | null;
  readonly severity: RemovalFinding['severity'];
}

function fits({ ids, namespace, severity }: Scoped, scope: ScanScope): boolean {
  const { controls, namespaces, severity: least } = scope;
  return (
    (controls.length === 0 || controls.some((each) => ids.includes(each))) &&
    (namespaces.length === 0 || (namespace !== null && namespaces.includes(namespace))) &&
    (least === null || isAtLeast({ severity }, least))
  );
}

export function isAtLeast(
  { severity }: Pick<RemovalFinding, 'severity'>,
  least: RemovalFinding['severity'],
): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least);
}

/** A finding as a later scan recognizes it; one of an object without any name by its file. */
export function asKnownFinding({
  rule,
  feature,
  apiVersion,
  kind,
  namespace,
  name,
  generateName,
  location,
  severity,
  facts,
}: RemovalFinding): GradedFinding {
  const whose = [namespace ?? '', name ?? generateName ?? location.replace(/:\d+$/, '')];
  const where = [
    rule,
    feature?.id ?? apiVersion,
    feature === null ? kind : kindName({ apiVersion, kind }),
    ...whose,
  ];
  const each = facts === undefined ? [where] : facts.map((fact) => [...where, fact]);
  return { fingerprints: each.map((parts) => parts.join('|')), level: severity };
}

/** What a baseline may hold: what is not waived and could be read. */
export function isOpen({ rule, waived }: RemovalFinding): boolean {
  return waived === null && rule !== 'unread-source';
}
