import type { ApiKind } from '../catalogue/life-of-api.ts';
import { type Fields, fieldsAt } from '../features/fields.ts';
import { actorsOf } from '../findings/actor.ts';
import { judgeUse, type ScanMode } from '../findings/judge-use.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';

/** An object as a manifest writes it; null: it does not say. */
export interface WrittenObject extends ApiKind {
  readonly namespace: string | null;
  readonly name: string | null;
  readonly generateName: string | null;
  /** All that it says. */
  readonly value: Fields;
}

/** What there is to say of an object that a manifest writes; null: nothing. `locate` is asked only if there is. */
export function judgeObject(
  { apiVersion, kind, namespace, name, generateName, value }: WrittenObject,
  minor: number,
  mode: ScanMode,
  locate: () => string,
): RemovalFinding | null {
  const used = { apiVersion, kind };
  const judged = judgeUse(used, minor, mode);
  if (judged === null) return null;
  const generated = name === null && generateName !== null ? `, generateName: ${generateName}` : '';
  return {
    ...judged,
    ...used,
    feature: null,
    namespace,
    name,
    source: 'manifest',
    location: locate(),
    evidence: `apiVersion: ${apiVersion}, kind: ${kind}${generated}`,
    ...(name === null && generateName !== null && { generateName }),
    who: actorsOf(fieldsAt(value, 'metadata', 'labels'), fieldsAt(value, 'metadata', 'annotations')),
    lastSeen: null,
    aks: null,
    waived: null,
  };
}
