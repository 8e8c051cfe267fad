import type { KubernetesCluster } from '../cluster/cluster.ts';
import { resourceOf } from '../objects/resource-catalogue.ts';
import { evictPod } from '../pods/eviction.ts';
import { bareProblem, notFound, problem, type Success, success } from '../wire/status-answer.ts';
import { asObject, type KubeRequest, objectBody, readDeleteOptions } from './requests.ts';
import { checkNamespace } from './writes.ts';

/** POST pods/NAME/eviction. Throws the refusals the real endpoint gives, with their Status bodies. */
export function answerEviction(
  cluster: KubernetesCluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  request: KubeRequest,
): Success {
  const body = asObject(objectBody(request));
  checkVersion(body);
  checkNamespace(cluster.state, namespace);
  if (asObject(body.metadata).name !== name)
    throw problem('BadRequest', 'name in URL does not match name in Eviction object');
  const options = readDeleteOptions(body.deleteOptions, request);
  const answer = evictPod(cluster.state, { namespace, name, ...options });
  switch (answer.status) {
    case 201:
      return success({ code: 201 });
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

const versions = ['policy/v1', 'policy/v1beta1'];

function checkVersion({ kind = 'Eviction', apiVersion = versions[0] }: Readonly<Record<string, unknown>>) {
  if (kind === 'Eviction' && versions.includes(String(apiVersion))) return;
  throw problem(
    'BadRequest',
    `the API version in the data (${String(apiVersion)}) does not match the expected API version (policy/v1)`,
  );
}
