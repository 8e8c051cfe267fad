import type { AuditReport } from './audit-report.ts';
import type { KubernetesObject } from './kubernetes/api-objects.ts';
import { isObject, textOf } from './kubernetes/read-shape.ts';

/** An audit that had nothing to judge: no control passed, none applied. Docs: docs/decisions/nothing-judged-does-not-pass.md. */
export function withNothingJudged(audit: AuditReport, why: string): AuditReport {
  const controls = audit.controls.map((each) =>
    each.status === 'PASS'
      ? { ...each, status: 'NOT_APPLICABLE' as const, notApplicable: `nothing was judged: ${why}` }
      : each,
  );
  return { ...audit, controls, verdict: 'UNKNOWN', unknown: `nothing was judged: ${why}` };
}

/** The namespaces that something is in, or that are there themselves. */
export function heldNamespaces(objects: readonly KubernetesObject[]): ReadonlySet<string> {
  return new Set(objects.map(heldNamespace));
}

/** Of one that names none: `default`. */
export function heldNamespace({ kind, metadata }: KubernetesObject): string {
  const { name, namespace } = isObject(metadata) ? metadata : ({} as KubernetesObject);
  return kind === 'Namespace' ? textOf(name) : textOf(namespace) || 'default';
}
