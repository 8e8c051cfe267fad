import type { ArmClients } from '../client/arm-clients.ts';
import { type JsonObject, textAt } from '../client/json-object.ts';
import { listPages } from '../client/list-pages.ts';

const subscriptionsVersion = '2022-12-01';

/** The ids of the subscriptions that the credential sees and that can be used. */
export async function listSubscriptions(
  clients: ArmClients,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const list = { path: '/subscriptions', version: subscriptionsVersion, signal };
  const found = await listPages(clients, clients.reader(''), list);
  return found.filter(isUsable).flatMap((each) => textAt(each, 'subscriptionId') ?? []);
}

function isUsable(subscription: JsonObject): boolean {
  const state = textAt(subscription, 'state');
  return state === null || state === 'Enabled' || state === 'Warned' || state === 'PastDue';
}
