import {
  type HttpLibrary,
  type RequestContext,
  ResponseContext,
  wrapHttpLibrary,
} from '@kubernetes/client-node';
import { fetch } from 'undici';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/** A page of 500 pods has 5 to 10 MB; the API server itself sets no limit. */
const mostBodyBytes = 67_108_864;

/** An answer has more bytes than `mostBodyBytes`. */
export class BodyTooLarge extends FailureError {}

/**
 * The library's HTTP with two limits that it lacks: a redirect is never followed (the answer of another host would be
 * read as the cluster's, or printed), and a body has at most 64 MB. Throws FailureError for both.
 */
export const boundedHttp: HttpLibrary = wrapHttpLibrary({ send });

async function send(request: RequestContext): Promise<ResponseContext> {
  const answer = await fetch(request.getUrl(), {
    method: request.getHttpMethod(),
    body: request.getBody(),
    headers: request.getHeaders(),
    signal: request.getSignal(),
    dispatcher: request.getDispatcher(),
    redirect: 'manual',
  });
  const { status, headers, body } = answer;
  if (status >= 300 && status < 400) {
    await body?.cancel();
    const text = `The API server answered ${status}, a redirect. Redirects are not followed.`;
    throw new FailureError(failure('unclassified', text));
  }
  const read = () => readBody(body ?? []);
  return new ResponseContext(status, Object.fromEntries(headers), {
    text: async () => (await read()).toString('utf8'),
    binary: read,
    stream: () => null,
  });
}

async function readBody(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostBodyBytes)
      throw new BodyTooLarge(failure('unclassified', 'The API server answered with more than 64 MB.'));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
