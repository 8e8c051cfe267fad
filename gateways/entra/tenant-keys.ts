import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/** Versions of Entra's tokens; each has its own issuer. */
export type TokenVersion = '1.0' | '2.0';

export interface Issuer {
  readonly issuer: string;
  readonly keyOf: JWTVerifyGetKey;
}

const deadlineMs = 5_000;
const mostBytes = 262_144;
const keptMs = 3_600_000;

/**
 * Reads who issues the tokens of a tenant and by which keys, and keeps that for an hour; jose reads new keys when a token
 * names one that it has not seen. `authority`: an https origin. Failures of the network are FailureErrors.
 */
export function tenantKeys(authority: string, tenant: string): (version: TokenVersion) => Promise<Issuer> {
  const known = new Map<TokenVersion, { readonly issuer: Issuer; readonly until: number }>();
  return async (version) => {
    const kept = known.get(version);
    if (kept !== undefined && kept.until > Date.now()) return kept.issuer;
    const issuer = await readIssuer(authority, tenant, version);
    known.set(version, { issuer, until: Date.now() + keptMs });
    return issuer;
  };
}

async function readIssuer(authority: string, tenant: string, version: TokenVersion): Promise<Issuer> {
  const { origin } = new URL(authority);
  const path = version === '2.0' ? '/v2.0' : '';
  const url = `${origin}/${tenant}${path}/.well-known/openid-configuration`;
  const answer = await get(url, { signal: AbortSignal.timeout(deadlineMs) });
  const document = (await answer.json().catch(() => null)) as { issuer?: unknown; jwks_uri?: unknown } | null;
  const { issuer, jwks_uri: keys } = document ?? {};
  if (typeof issuer !== 'string' || typeof keys !== 'string' || URL.parse(keys)?.origin !== origin)
    throw unavailable(`${origin} does not say how it signs the tokens of ${tenant} (HTTP ${answer.status})`);
  const keyOf = createRemoteJWKSet(new URL(keys), { timeoutDuration: deadlineMs, [customFetch]: get });
  return { issuer, keyOf };
}

/** No redirects, and no answer beyond all measure. */
async function get(url: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, { ...options, redirect: 'error' }).catch((error: unknown) => {
    throw unavailable(`${new URL(url).origin} does not answer`, error);
  });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes)
      throw unavailable(`${new URL(url).origin} answers with more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: answer.status });
}

function unavailable(text: string, cause?: unknown): FailureError {
  return new FailureError(failure('no-answer', `${text}.`), cause);
}
