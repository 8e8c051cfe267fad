import type { ContainerServiceClient } from '@azure/arm-containerservice';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
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

/** The entries of a list, raw, page by page. Throws as `sendRaw` and `pageLimit`, and a FailureError (not-understood) where a page holds no list. */
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
    if (!Array.isArray(body.value))
      throw new FailureError(failure('not-understood', `The answer to ${path} holds no list.`));
    const entries = body.value.filter(isJsonObject);
    for (const entry of entries) found.push(entry);
    url = textAt(body, 'nextLink');
    check(entries.length, url ?? '');
  }
  return found;
}
