import type { ContainerServiceClient } from '@azure/arm-containerservice';
import { pageLimit } from '#domain/page-limit.ts';
import type { ArmClients } from './arm-clients.ts';
import { isJsonObject, type JsonObject, textAt } from './json-object.ts';
import { armUrl, sendRaw } from './raw-request.ts';

export interface RawList {
  /** Below the endpoint: "/subscriptions". */
  readonly path: string;
  /** The list's own api-version. */
  readonly version: string;
  /** OData: "location eq 'westeurope'". */
  readonly filter?: string;
  readonly signal: AbortSignal | undefined;
}

/** The entries of a list that the AKS client does not know, page by page. Throws as `sendRaw` and `pageLimit`. */
export async function listPages(
  clients: ArmClients,
  client: ContainerServiceClient,
  { path, version, filter, signal }: RawList,
): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  const chosen = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`;
  let url: string | null = armUrl(clients.endpoint, path, version) + chosen;
  const check = pageLimit(path);
  while (url !== null) {
    const { body }: { body: JsonObject } = await sendRaw(clients, client, { method: 'GET', url, signal });
    const entries = Array.isArray(body.value) ? body.value.filter(isJsonObject) : [];
    for (const entry of entries) found.push(entry);
    url = textAt(body, 'nextLink');
    check(entries.length, url ?? '');
  }
  return found;
}
