import type { ArmClients } from './clients.ts';
import { isJsonObject, type JsonObject, textAt } from './json-object.ts';
import { armUrl, sendRaw } from './raw-request.ts';

const subscriptionsVersion = '2022-12-01';
const mostPages = 200;

/** The ids of the subscriptions that the credential sees and that can be used. */
export async function listSubscriptions(
  clients: ArmClients,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const client = clients.reader('');
  const found: string[] = [];
  let url: string | null = armUrl(clients.endpoint, '/subscriptions', subscriptionsVersion);
  for (let page = 0; url !== null && page < mostPages; page += 1) {
    const { body }: { body: JsonObject } = await sendRaw(clients, client, { method: 'GET', url, signal });
    const entries = Array.isArray(body.value) ? body.value.filter(isJsonObject) : [];
    found.push(...entries.filter(isUsable).flatMap((each) => textAt(each, 'subscriptionId') ?? []));
    url = textAt(body, 'nextLink');
  }
  return found;
}

function isUsable(subscription: JsonObject): boolean {
  const state = textAt(subscription, 'state');
  return state === null || state === 'Enabled' || state === 'Warned' || state === 'PastDue';
}
