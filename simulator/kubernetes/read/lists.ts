import type { KubernetesCluster } from '../cluster/cluster.ts';
import type { Target } from '../wire/resource-target.ts';
import { problem } from '../wire/status-answer.ts';
import type { ListPages } from './list-page.ts';
import type { Presenter } from './representation.ts';
import { readSelection } from './selection.ts';

/**
 * The List object for a GET on a collection. Throws 400 for a selector, limit or token that cannot be read, 410
 * for an exact moment that has passed, 504 for a revision that is yet to come.
 */
export function answerList(
  cluster: KubernetesCluster,
  pages: ListPages,
  target: Target,
  request: { readonly query: URLSearchParams; readonly presenter: Presenter },
): object {
  const { query, presenter } = request;
  const { isMeant, scope, isNarrowed } = readSelection(target, query);
  const { store } = cluster.state;
  const token = query.get('continue') || undefined;
  if (token === undefined) checkMoment(store.revision, query);
  const page = pages.page({ scope, limit: readLimit(query), token }, store.revision, () =>
    store.all(target.resource.plural).filter(isMeant),
  );
  return presenter.list(page.items, {
    resourceVersion: String(page.revision),
    continue: page.continue,
    // With a selector the API server does not know how many are left.
    remainingItemCount: isNarrowed ? undefined : page.remainingItemCount,
  });
}

// A list always shows the present, which is not older than any moment that has been.
function checkMoment(revision: number, query: URLSearchParams): void {
  const text = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(text)) throw problem('BadRequest', `invalid resourceVersion: ${text}`);
  const wanted = Number(text || '0');
  if (wanted > revision) {
    const message = `Too large resource version: ${wanted}, current: ${revision}`;
    const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
    throw problem('Timeout', message, { causes, retryAfterSeconds: 1 });
  }
  if (query.get('resourceVersionMatch') === 'Exact' && wanted !== revision) {
    throw problem('Expired', 'The resourceVersion for the provided list is too old.');
  }
}

function readLimit(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? '0');
  // A negative one is none, as in the real server.
  if (Number.isInteger(limit)) return Math.max(0, limit);
  throw problem('BadRequest', 'limit must be a whole number');
}
