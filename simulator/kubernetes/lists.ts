import type { KubernetesCluster } from './cluster.ts';
import { parseFieldSelector } from './field-selector.ts';
import { asRead } from './heartbeat.ts';
import type { AnyKind } from './kinds.ts';
import { parseLabelSelector, selects } from './label-selector.ts';
import type { ListPages } from './list-page.ts';
import { groupVersion } from './resource-catalogue.ts';
import { problem } from './status-answer.ts';
import type { Target } from './writes.ts';

/** The List object for a GET on a collection. Throws 400 for a selector, limit or token that cannot be read. */
export function answerList(
  cluster: KubernetesCluster,
  pages: ListPages,
  { resource, namespace }: Target,
  query: URLSearchParams,
) {
  if (query.get('watch') === 'true' || query.get('watch') === '1') {
    throw problem('MethodNotAllowed', 'the simulator does not serve watches');
  }
  const labelText = query.get('labelSelector') ?? '';
  const fieldText = query.get('fieldSelector') ?? '';
  const labels = parseLabelSelector(labelText);
  if (labels === undefined) throw problem('BadRequest', `unable to parse requirement: ${labelText}`);
  const meetsFields = parseFieldSelector(resource.plural, fieldText);
  if (typeof meetsFields === 'string') throw problem('BadRequest', meetsFields);

  const isListed = (object: AnyKind) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    selects(labels, object.metadata.labels) &&
    meetsFields(object);
  const { store } = cluster.state;
  const scope = [resource.plural, namespace ?? '', labelText, fieldText].join(' ');
  const token = query.get('continue') || undefined;
  const page = pages.page({ scope, limit: readLimit(query), token }, store.revision, () =>
    store.all(resource.plural).filter(isListed),
  );
  // With a selector the API server does not know how many are left.
  const remaining = labelText === '' && fieldText === '' ? page.remainingItemCount : undefined;
  const metadata = {
    resourceVersion: String(page.revision),
    continue: page.continue,
    remainingItemCount: remaining,
  };
  const items = page.items.map((object) => asRead(resource.plural, object, cluster.state));
  return { kind: `${resource.kind}List`, apiVersion: groupVersion(resource), metadata, items };
}

function readLimit(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? '0');
  if (Number.isInteger(limit) && limit >= 0) return limit;
  throw problem('BadRequest', 'limit must be a number that is not negative');
}
