import { type PayloadKey, readPayloadKeys } from '#gateways/temporal/payload-keys.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

/** Throws CommandError (64) where the file of DRYDOCK_PAYLOAD_KEYS cannot be used. */
export function readCommandKeys(env: Readonly<Record<string, string | undefined>>): readonly PayloadKey[] {
  try {
    return readPayloadKeys(env);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCodes.usage, message, 'see docs/encryption.md', error);
  }
}
