import type { TokenCredential } from '@azure/identity';
import { SecretClient, type SecretProperties } from '@azure/keyvault-secrets';
import { asFailures } from '../client/azure-failure.ts';
import { failurePolicy } from '../client/failure-policy.ts';
import { sameOriginPolicy } from '../client/same-origin-policy.ts';

export interface SecretVersion {
  /** 32 hex digits, by Key Vault. */
  readonly version: string;
  readonly value: string;
}

/** A secret with more versions is none of ours: each is a request. */
const mostVersions = 50;

/**
 * The enabled versions of a secret of Azure Key Vault, the one to write with last: the newest whose `notBefore` has come. `url`:
 * https://VAULT/secrets/NAME. A vault may ask for a token of its own domain alone; `armEndpoint`: the server whose vault is exempt, because it is all of
 * Azure in one. Throws a FailureError as Azure answers,
 * a RangeError for another address and for more than 50 versions.
 */
export async function readSecretVersions(
  url: string,
  credential: TokenCredential,
  armEndpoint: string,
): Promise<readonly SecretVersion[]> {
  const { origin, pathname, search } = new URL(url);
  const [, name] = /^\/secrets\/([0-9A-Za-z-]{1,127})$/.exec(pathname) ?? [];
  if (name === undefined || search !== '') throw new RangeError('is not https://VAULT/secrets/NAME');
  const client = new SecretClient(origin, credential, {
    disableChallengeResourceVerification: origin === armEndpoint,
    additionalPolicies: [
      { policy: failurePolicy(), position: 'perCall' },
      { policy: sameOriginPolicy(origin), position: 'perRetry' },
    ],
  });
  const found = await asFailures(undefined, () => listVersions(client, name));
  if (found.length > mostVersions) throw new RangeError(`has more than ${mostVersions} versions`);
  const enabled = found.filter((each) => each.enabled !== false).toSorted(byUse(Date.now()));
  return asFailures(undefined, () => Promise.all(enabled.map((each) => readValue(client, each))));
}

/** At most one more than are allowed, whatever a server answers. */
async function listVersions(client: SecretClient, name: string): Promise<readonly SecretProperties[]> {
  const found: SecretProperties[] = [];
  for await (const each of client.listPropertiesOfSecretVersions(name)) {
    found.push(each);
    if (found.length > mostVersions) break;
  }
  return found;
}

/** Those whose time has not come are read, so that every process has them before one writes with them. */
function byUse(now: number): (a: SecretProperties, b: SecretProperties) => number {
  const isFuture = ({ notBefore }: SecretProperties) => (notBefore?.getTime() ?? 0) > now;
  return (a, b) =>
    Number(isFuture(b)) - Number(isFuture(a)) ||
    (a.createdOn?.getTime() ?? 0) - (b.createdOn?.getTime() ?? 0);
}

async function readValue(
  client: SecretClient,
  { name, version = '' }: SecretProperties,
): Promise<SecretVersion> {
  const { value = '' } = await client.getSecret(name, { version });
  return { version, value };
}
