import { FailureError } from '#domain/failure-error.ts';
import { openPayloadKeys } from '#gateways/open-payload-keys.ts';
import type { PayloadKey } from '#gateways/temporal/payload-keys.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

/** Throws CommandError (64) where DRYDOCK_PAYLOAD_KEYS cannot be used, a FailureError where Azure Key Vault does not give them. */
export async function readCommandKeys(
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly PayloadKey[]> {
  try {
    return await openPayloadKeys(env);
  } catch (error) {
    if (error instanceof FailureError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCodes.usage, message, 'see docs/encryption.md', error);
  }
}
