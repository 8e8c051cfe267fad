import type { ContainerServiceClient } from '@azure/arm-containerservice';
import { createHttpHeaders, createPipelineRequest, type HttpMethods } from '@azure/core-rest-pipeline';
import { agentPoolId } from '#domain/fleet/ids.ts';
import { type ArmClients, apiVersion } from './arm-clients.ts';
import { type JsonObject, parseObject } from './json-object.ts';
import { forbidAfter } from './not-after-policy.ts';

/** A request whose JSON passes as it is: the typed client would drop every field that it does not know. */
export interface RawRequest {
  readonly method: HttpMethods;
  readonly url: string;
  readonly body?: JsonObject;
  readonly ifMatch?: string;
  /** It must not exist yet. */
  readonly isNew?: true;
  readonly correlationId?: string;
  /** Real ms since the epoch; later than that it is not sent (TooLateError). */
  readonly notAfterMs?: number | null;
  readonly signal?: AbortSignal | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly body: JsonObject;
  /** Azure-AsyncOperation: where the operation that was accepted can be asked about; null: there is none. */
  readonly operationUrl: string | null;
}

/** Sends through the SDK client's own pipeline: its sign-in, its policies, ours. Error answers are thrown. */
export async function sendRaw(
  clients: ArmClients,
  client: ContainerServiceClient,
  raw: RawRequest,
): Promise<RawAnswer> {
  const request = createPipelineRequest({
    url: raw.url,
    method: raw.method,
    headers: createHttpHeaders({
      accept: 'application/json',
      ...(raw.body && { 'content-type': 'application/json' }),
      ...(raw.ifMatch && { 'if-match': raw.ifMatch }),
      ...(raw.isNew && { 'if-none-match': '*' }),
      ...(raw.correlationId && { 'x-ms-client-request-id': headerText(raw.correlationId) }),
    }),
    ...(raw.body && { body: JSON.stringify(raw.body) }),
    ...(raw.signal && { abortSignal: raw.signal }),
  });
  if (raw.notAfterMs != null) forbidAfter(request, raw.notAfterMs);
  const answer = await client.pipeline.sendRequest(clients.http, request);
  return {
    status: answer.status,
    body: parseObject(answer.bodyAsText),
    operationUrl:
      answer.headers.get('azure-asyncoperation') ?? answer.headers.get('operation-location') ?? null,
  };
}

/** Names of resource groups may have letters that no header can carry. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '_');
}

/** The URL of a resource (or a verb below it) at our endpoint. */
export function armUrl(endpoint: string, path: string, version: string = apiVersion): string {
  return `${endpoint.replace(/\/+$/, '')}${path}?api-version=${version}`;
}

/** The path of a cluster, or of one of its pools. */
export function resourcePath(resourceId: string, pool: string | null): string {
  return pool === null ? resourceId : agentPoolId(resourceId, pool);
}
