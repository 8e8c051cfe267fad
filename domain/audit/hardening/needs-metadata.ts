import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';

const mostNamed = 5;

/**
 * Pods (whole, as the API has them) that look as if their tokens came from the metadata address: anyone who blocks it should ask their
 * owners first. A sign, no proof: some get them elsewhere, others show nothing. "shop/web-1", at most a few.
 */
export function needsMetadata(pods: readonly KubernetesObject[]): readonly string[] {
  const found = pods.filter(needsIt).map(({ metadata }) => {
    const { namespace, name } = fieldsOf(metadata);
    return `${textOf(namespace)}/${textOf(name)}`;
  });
  const more = found.length - mostNamed;
  return more > 0 ? [...found.slice(0, mostNamed), `${more} more`] : found;
}

function needsIt({ metadata, spec }: KubernetesObject): boolean {
  const labels = fieldsOf(fieldsOf(metadata).labels);
  if ('aadpodidbinding' in labels) return true;
  if (textOf(labels['azure.workload.identity/use']) === 'true') return false;
  return listOf(fieldsOf(spec).containers).some(({ env }) =>
    listOf(env).some(({ name }) => name === 'AZURE_CLIENT_ID'),
  );
}

function fieldsOf(value: unknown): KubernetesObject {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): readonly KubernetesObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
