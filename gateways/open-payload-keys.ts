import { FailureError } from '#domain/failure-error.ts';
import { openCredential } from './azure/sign-in/credential.ts';
import { readSecretVersions } from './azure/vault/secret-versions.ts';
import { cloudFrom } from './cloud-settings.ts';
import { keyOfText, type PayloadKey, payloadKeysVariable, readPayloadKeys } from './temporal/payload-keys.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Whether DRYDOCK_PAYLOAD_KEYS names a secret of Azure Key Vault, not a file. */
export function areKeysInVault(env: Env): boolean {
  return env[payloadKeysVariable]?.startsWith('https://') ?? false;
}

/**
 * The payload keys, the one to write with last: of the file or of the versions of the secret that DRYDOCK_PAYLOAD_KEYS names; none
 * where it is not set. Throws an Error that names the variable, the place and the problem, and no key; a FailureError where Azure
 * does not give them.
 */
export async function openPayloadKeys(env: Env): Promise<readonly PayloadKey[]> {
  if (!areKeysInVault(env)) return readPayloadKeys(env);
  const url = env[payloadKeysVariable] ?? '';
  const { authorityHost, armEndpoint } = cloudFrom(env);
  const credential = openCredential({ authorityHost, tenant: env.AZURE_TENANT_ID });
  try {
    const versions = await readSecretVersions(url, credential, armEndpoint);
    if (versions.length === 0) throw new RangeError('has no enabled version');
    return versions.map(({ version, value }) => {
      const key = keyOfText(version, value.trim());
      if (key === null) throw new RangeError(`version ${version}: expected 32 bytes in base64`);
      return key;
    });
  } catch (error) {
    if (error instanceof FailureError || !(error instanceof Error)) throw error;
    throw new Error(`${payloadKeysVariable}: ${url} ${error.message}`, { cause: error });
  }
}
