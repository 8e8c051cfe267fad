import { Agent, type Dispatcher, fetch, type Headers, type Response } from 'undici';
import { isCertificateError, networkErrorCode } from '#domain/certificate-error.ts';
import { type Failure, failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { type AddressRule, checkHost, guardedLookup } from './reachable-addresses.ts';

const deadlineMs = 30_000;
/** Anyone who answers with more is not what the file takes it for. */
const mostBytes = 1_048_576;

export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Connections for `fetchText` that reach only the addresses that the rule allows, by whatever name. */
export interface GuardedConnections {
  readonly isAllowed: AddressRule;
  readonly dispatcher: Dispatcher;
}

export function openConnections(isAllowed: AddressRule): GuardedConnections {
  return { isAllowed, dispatcher: new Agent({ connect: { lookup: guardedLookup(isAllowed) } }) };
}

/**
 * One GET, https only. Redirects are not followed: a campaign's author names an address, and no one else does. A certificate that is
 * not trusted, silence and an answer beyond all measure are a FailureError; a call that was cancelled throws the abort as
 * it is.
 */
export async function fetchText(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  { isAllowed, dispatcher }: GuardedConnections,
): Promise<TextAnswer> {
  if (url.protocol !== 'https:')
    throw new FailureError(failure('metric-refused', `${url.origin} is not https.`));
  checkHost(url, isAllowed);
  try {
    const answer = await fetch(url, {
      dispatcher,
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
    });
    return { status: answer.status, headers: answer.headers, text: await boundedText(answer, url) };
  } catch (error) {
    if (signal.aborted || error instanceof FailureError) throw error;
    if (error instanceof Error && error.cause instanceof FailureError) throw error.cause;
    throw new FailureError(failureOf(error, url), error);
  }
}

async function boundedText({ body }: Response, url: URL): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes)
      throw new FailureError(failure('metric-refused', `${url.origin} answers with more than 1 MB.`));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failureOf(error: unknown, { origin }: URL): Failure {
  const code = networkErrorCode(error);
  if (code !== null && isCertificateError(code))
    return failure('certificate-not-trusted', `The certificate of ${origin} is not trusted.`, { code });
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const text = isLate
    ? `${origin} did not answer within ${deadlineMs / 1000} s.`
    : `${origin} does not answer.`;
  return failure('metric-unreachable', text, { code: isLate ? null : code });
}
