import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { objectsAt, textAt } from '../client/json-object.ts';
import { armUrl, sendRaw } from '../client/raw-request.ts';

/** The text of the kubeconfig for users of a cluster. Throws a FailureError (not-allowed) where Azure gives none. */
export async function userKubeconfig(
  clients: ArmClients,
  resourceId: string,
  signal?: AbortSignal,
): Promise<string> {
  const { subscriptionId, name } = parseResourceId(resourceId);
  const url = armUrl(clients.endpoint, `${resourceId}/listClusterUserCredential`);
  const { body } = await sendRaw(clients, clients.reader(subscriptionId), { method: 'POST', url, signal });
  const value = objectsAt(body, 'kubeconfigs').map((each) => textAt(each, 'value'))[0];
  if (!value) throw new FailureError(failure('not-allowed', `Azure gave no kubeconfig for ${name}.`));
  return Buffer.from(value, 'base64').toString();
}
