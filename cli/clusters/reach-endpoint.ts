import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

const answerWithinMs = 10_000;

/**
 * Asks an HTTPS endpoint anything at all: identity libraries hide why a connection fails, this says it.
 * Answers with the origin; throws CommandError (69) with the cause the network or TLS names.
 */
export async function reachEndpoint(url: URL): Promise<string> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(answerWithinMs), redirect: 'manual' });
    return `${url.origin} answers`;
  } catch (error) {
    const { code, message } = causeOf(error);
    throw new CommandError(
      exitCodes.unavailable,
      `${url.origin}: ${code === null ? message : `${message} (${code})`}`,
      isCertificateCode(code)
        ? "set NODE_EXTRA_CA_CERTS to the file of the endpoint's certificate authority"
        : 'check the endpoint, the network and proxy settings',
      error,
    );
  }
}

function causeOf(error: unknown): { readonly code: string | null; readonly message: string } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return { code: null, message: String(cause) };
  return { code: 'code' in cause ? String(cause.code) : null, message: cause.message };
}

function isCertificateCode(code: string | null): boolean {
  return code !== null && (/CERT|TLS|SSL/.test(code) || code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
}
