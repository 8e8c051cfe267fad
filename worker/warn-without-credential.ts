import type { Logger } from 'pino';
import { FailureError } from '#domain/failure-error.ts';

/** Each names a credential that belongs to this worker alone; whether it is right shows with the first request. */
const naming = [
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_FEDERATED_TOKEN_FILE',
  'IDENTITY_ENDPOINT',
  'MSI_ENDPOINT',
] as const;

/**
 * A worker without any credential polls and fails at its first request to Azure. Where the environment names none, what remains
 * (a managed identity, a sign-in of az) is tried once, and a warning says if there is none either. Never throws.
 */
export async function warnWithoutCredential(
  env: Readonly<Record<string, string | undefined>>,
  signIn: () => Promise<void>,
  log: Pick<Logger, 'warn'>,
): Promise<void> {
  if (naming.some((name) => env[name])) return;
  try {
    await signIn();
  } catch (error) {
    const reason = error instanceof FailureError ? error.failure.message : String(error);
    log.warn(
      { reason },
      'no Azure credential: this worker can neither read nor change anything in Azure; set AZURE_* (docs/worker.md) and restart it; drydock doctor shows details',
    );
  }
}
