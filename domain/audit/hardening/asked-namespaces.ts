import type { AuditedCluster } from '../cluster/audited-cluster.ts';
import { isObject } from '../kubernetes/read-shape.ts';

/** Why nothing can be proposed for a namespace that was named; null: something may be, or the namespaces could not be read. */
export function whyNoNamespace(
  asked: readonly string[],
  { namespaces, objects, unread }: AuditedCluster,
): string | null {
  if (unread.some(({ part }) => part === 'namespaces')) return null;
  const other = asked.find((name) => !namespaces.some((each) => each.name === name));
  if (other === undefined) return null;
  const isThere = objects.some(
    ({ kind, metadata }) => kind === 'Namespace' && isObject(metadata) && metadata.name === other,
  );
  return isThere
    ? `${other} belongs to Kubernetes or AKS: Drydock proposes no change there`
    : `no such namespace: ${other}`;
}
