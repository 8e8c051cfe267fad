import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  type HttpLibrary,
  type RequestContext,
  ResponseContext,
  wrapHttpLibrary,
} from '@kubernetes/client-node';
import { type Dispatcher, request as sendPlain } from 'undici';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/** A page of 500 pods has 5 to 10 MB; the API server itself sets no limit. */
const mostBodyBytes = 67_108_864;

/** An answer has more bytes than `mostBodyBytes`. */
export class BodyTooLarge extends FailureError {}

type Body = Dispatcher.ResponseData['body'];

/**
 * The library's HTTP with two limits that it lacks: a redirect is never followed (the answer of another host would be
 * read as the cluster's, or printed), and a body has at most 64 MB, unpacked. Throws FailureError for both. Without `fetch`, whose
 * streams take as long as reading a page.
 */
export const boundedHttp: HttpLibrary = wrapHttpLibrary({ send });

async function send(request: RequestContext): Promise<ResponseContext> {
  const sent = request.getBody();
  const answer = await sendPlain(request.getUrl(), {
    method: request.getHttpMethod(),
    body: sent instanceof URLSearchParams ? sent.toString() : (sent ?? null),
    headers: { 'accept-encoding': 'gzip', ...request.getHeaders() },
    signal: request.getSignal() ?? null,
    ...(request.getDispatcher() !== undefined && { dispatcher: request.getDispatcher() }),
  });
  const { statusCode, headers, body } = answer;
  if (statusCode >= 300 && statusCode < 400) {
    await body.dump();
    const text = `The API server answered ${statusCode}, a redirect. Redirects are not followed.`;
    throw new FailureError(failure('unclassified', text));
  }
  const read = () => readBody(body, headers['content-encoding'] === 'gzip');
  return new ResponseContext(statusCode, textHeaders(headers), {
    text: async () => (await read()).toString('utf8'),
    binary: read,
    stream: () => null,
  });
}

type Headers = Dispatcher.ResponseData['headers'];

function textHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}

async function readBody(body: Body, isPacked: boolean): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // What fails is thrown by the last stream.
  const unpacked = isPacked ? pipeline(body, createGunzip(), () => undefined) : body;
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > mostBodyBytes)
      throw new BodyTooLarge(failure('unclassified', 'The API server answered with more than 64 MB.'));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
