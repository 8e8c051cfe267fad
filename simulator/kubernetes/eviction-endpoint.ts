import type { KubernetesCluster } from './cluster.ts';
import { evictPod } from './eviction.ts';
import { isTerminatingNamespace } from './namespace-controller.ts';
import { asObject, type KubeRequest, objectBody, readDeleteOptions } from './requests.ts';
import { resourceOf } from './resource-catalogue.ts';
import { bareProblem, namespaceEnds, notFound, problem, type Status, success } from './status-answer.ts';

/** POST pods/NAME/eviction. Throws the refusals the real endpoint gives, with their Status bodies. */
export function answerEviction(
  cluster: KubernetesCluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  request: KubeRequest,
): Status {
  const body = asObject(objectBody(request));
  if (asObject(body.metadata).name !== name)
    throw problem('BadRequest', 'name in URL does not match name in Eviction object');
  const options = readDeleteOptions(body.deleteOptions, request);
  if (isTerminatingNamespace(cluster.state, namespace)) throw namespaceEnds(namespace);
  const answer = evictPod(cluster.state, { namespace, name, ...options });
  switch (answer.status) {
    case 201:
      return success(201);
    case 404:
      throw notFound(resourceOf('pods'), name);
    case 409:
      throw problem('Conflict', answer.message, { name, kind: 'Pod' });
    case 429:
      throw problem('TooManyRequests', answer.message, {
        causes: [{ reason: 'DisruptionBudget', ...(answer.cause && { message: answer.cause }) }],
        ...(answer.retryAfterSeconds && { retryAfterSeconds: answer.retryAfterSeconds }),
      });
    case 500:
      throw bareProblem(500, answer.message);
  }
}
