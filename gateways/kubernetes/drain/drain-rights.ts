import { AuthorizationV1Api } from '@kubernetes/client-node';
import type { ClusterClient } from '../client/cluster-client.ts';

/** Without these a drain would stop half-way; what it only reads shows when it reads it. */
const needed = [
  { verb: 'create', resource: 'pods', subresource: 'eviction' },
  { verb: 'patch', resource: 'nodes' },
] as const;

/** What this identity may not do and a drain has to: "create pods/eviction". */
export async function missingDrainRights(client: ClusterClient): Promise<readonly string[]> {
  const reviews = client.api(AuthorizationV1Api);
  const answers = await Promise.all(
    needed.map((resourceAttributes) =>
      reviews.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } }),
    ),
  );
  return needed.flatMap(({ verb, resource, ...more }, index) => {
    const what = 'subresource' in more ? `${resource}/${more.subresource}` : resource;
    return answers[index]?.status?.allowed ? [] : [`${verb} ${what}`];
  });
}
