import { isCertificateError, networkErrorCode } from '#domain/certificate-error.ts';
import { type Failure, failure } from '#domain/failure.ts';

const probeTimeoutMs = 10_000;

/**
 * Why a sign-in failed. MSAL calls a wrong certificate, an unreachable host and an unknown tenant all
 * "endpoints_resolution_error", so the tenant's public discovery document is read once to distinguish them.
 */
export async function explainSignIn(
  error: unknown,
  authorityHost: string,
  tenant: string | undefined,
): Promise<Failure> {
  const said = error instanceof Error ? error.message : String(error);
  if (!tenant || errorCode(said) !== null)
    return failure('not-signed-in', entraWords(said), { code: errorCode(said) });
  const url = `${authorityHost.replace(/\/+$/, '')}/${tenant}/v2.0/.well-known/openid-configuration`;
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(probeTimeoutMs) });
    await answer.body?.cancel();
    return failure('not-signed-in', said, { code: errorCode(said) });
  } catch (cause) {
    const code = networkErrorCode(cause);
    const origin = new URL(url).origin;
    return code !== null && isCertificateError(code)
      ? failure('certificate-not-trusted', `The certificate of ${origin} is not trusted.`, { code })
      : failure('no-answer', `${origin} does not answer.`, { code });
  }
}

/**
 * What Entra said, without what the libraries wrap around it: names of credentials, URLs, a comma at the end. Where no
 * credential came as far as Entra, the library gives each one's troubles, headers and all: their names are enough.
 */
function entraWords(said: string): string {
  const entra = /AADSTS\d+:.*/.exec(said)?.[0];
  if (entra !== undefined) return entra.replace(/[\s,]+$/, '');
  const tried = [...new Set(said.match(/\b[A-Z]\w+Credential\b/g))].filter((name) => !chains.has(name));
  return said.startsWith('ChainedTokenCredential')
    ? `No credential was found (tried: ${tried.join(', ')}).`
    : said.replace(/[\s,]+$/, '');
}

const chains = new Set(['ChainedTokenCredential', 'DefaultAzureCredential']);

function errorCode(message: string): string | null {
  return /AADSTS\d+/.exec(message)?.[0] ?? null;
}
