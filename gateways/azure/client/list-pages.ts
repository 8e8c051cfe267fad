import type { ContainerServiceClient } from '@azure/arm-containerservice';
import type { ArmClients } from './arm-clients.ts';
import { isJsonObject, type JsonObject, textAt } from './json-object.ts';
import { armUrl, sendRaw } from './raw-request.ts';

const mostPages = 200;

export interface RawList {
  /** Below the endpoint: "/subscriptions". */
  readonly path: string;
  /** The list's own api-version. */
  readonly version: string;
  /** OData: "location eq 'westeurope'". */
  readonly filter?: string;
  readonly signal: AbortSignal | undefined;
}

/** The entries of a list that the AKS client does not know, page by page. Throws as `sendRaw`. */
export async function listPages(
  clients: ArmClients,
  client: ContainerServiceClient,
  { path, version, filter, signal }: RawList,
): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  const chosen = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`;
  let url: string | null = armUrl(clients.endpoint, path, version) + chosen;
  for (let page = 0; url !== null && page < mostPages; page += 1) {
    const { body }: { body: JsonObject } = await sendRaw(clients, client, { method: 'GET', url, signal });
    if (Array.isArray(body.value)) found.push(...body.value.filter(isJsonObject));
    url = textAt(body, 'nextLink');
  }
  return found;
}
