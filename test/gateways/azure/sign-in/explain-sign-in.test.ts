import { expect, it } from 'vitest';
import { explainSignIn } from '#gateways/azure/sign-in/explain-sign-in.ts';

const chain = `ChainedTokenCredential authentication failed.
CredentialUnavailableError: EnvironmentCredential is unavailable. No underlying credential could be used. To troubleshoot, visit https://aka.ms/azsdk/js/identity/environmentcredential/troubleshoot.
CredentialUnavailableError: ManagedIdentityCredential: Authentication failed. Message client_error: Error(s): Not Available
Headers: {"server":"proxy","content-length":"32"}`;

it.each([
  [
    'names what was tried where no credential was found',
    chain,
    'No credential was found (tried: EnvironmentCredential, ManagedIdentityCredential).',
  ],
  [
    'repeats what Entra said, even of one in a chain',
    `${chain}\nAADSTS7000215: Invalid client secret provided.,`,
    'AADSTS7000215: Invalid client secret provided.',
  ],
  ['leaves other words as they are', 'The device code has expired.', 'The device code has expired.'],
])('a sign-in that failed %s', async (_, said, message) => {
  expect(await explainSignIn(new Error(said), 'https://login.microsoftonline.com', undefined)).toMatchObject({
    kind: 'not-signed-in',
    message,
  });
});
