import { judgeUse, type ScanMode } from './judge-use.ts';
import type { ApiKind } from './life-of-api.ts';
import type { RemovalFinding } from './removal-finding.ts';

/** An object as a manifest writes it; null: it does not say. */
export interface WrittenObject extends ApiKind {
  readonly namespace: string | null;
  readonly name: string | null;
  readonly generateName: string | null;
}

/** What there is to say of an object that a manifest writes; null: nothing. `locate` is asked only if there is. */
export function judgeObject(
  { apiVersion, kind, namespace, name, generateName }: WrittenObject,
  minor: number,
  mode: ScanMode,
  locate: () => string,
): RemovalFinding | null {
  const judged = judgeUse({ apiVersion, kind }, minor, mode);
  if (judged === null) return null;
  const generated = name === null && generateName !== null ? `, generateName: ${generateName}` : '';
  const { rule, severity, deprecatedIn, removedIn, replacement, changes } = judged;
  return {
    rule,
    severity,
    apiVersion,
    kind,
    namespace,
    name,
    deprecatedIn,
    removedIn,
    replacement,
    changes,
    source: 'manifest',
    location: locate(),
    evidence: `apiVersion: ${apiVersion}, kind: ${kind}${generated}`,
    waived: null,
  };
}
