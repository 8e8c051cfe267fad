import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { applicationId, approversGroup, Directory, password } from '#simulator/access/directory.ts';
import { clientId, tenantId } from '#simulator/access/identity.ts';
import { tokenService } from '#simulator/access/token-service.ts';

const directory = new Directory();
const app = tokenService(directory);
const host = { host: '127.0.0.1:8443' };

let keys: readonly JsonWebKey[];
beforeAll(async () => {
  const answer = await app.request(`/${tenantId}/discovery/v2.0/keys`, { headers: host });
  ({ keys } = (await answer.json()) as { keys: readonly JsonWebKey[] });
});

async function signIn(name: string, over: Readonly<Record<string, string>> = {}) {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: clientId,
    username: `${name}@simulated.example`,
    password,
    scope: 'api://drydock/.default openid',
    ...over,
  });
  const answer = await app.request(`/${tenantId}/oauth2/v2.0/token`, { method: 'POST', headers: host, body });
  const { access_token: token = '', error = null } = (await answer.json()) as {
    access_token?: string;
    error?: string;
  };
  const [header = '', claims = '', signature = ''] = token.split('.');
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    createPublicKey({ key: keys[0]!, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );
  const decoded = Buffer.from(claims, 'base64url').toString() || '{}';
  return { error, isSigned, claims: JSON.parse(decoded) as Readonly<Record<string, unknown>> };
}

it('signs the token of a person with the key that it publishes', async () => {
  const { isSigned, claims } = await signIn('eva');
  expect(isSigned).toBe(true);
  expect(claims).toMatchObject({
    aud: applicationId,
    iss: `https://127.0.0.1:8443/${tenantId}/v2.0`,
    tid: tenantId,
    preferred_username: 'eva@simulated.example',
    groups: [approversGroup],
  });
});

it('gives every token an id of its own', async () => {
  const [one, other] = [await signIn('eva'), await signIn('eva')];
  expect(one.claims.uti).not.toBe(other.claims.uti);
});

it.each([
  ['another application', { scope: 'api://other/.default' }, { aud: 'api://other' }],
  ['an app role', { username: 'lead@simulated.example' }, { groups: [], roles: ['Drydock.Approve'] }],
])('names %s', async (_, over, claims) => {
  expect((await signIn('eva', over)).claims).toMatchObject(claims);
});

it('leaves out the groups of a person who has more than 200', async () => {
  const { claims } = await signIn('joiner');
  expect(claims).toMatchObject({ _claim_names: { groups: 'src1' } });
  expect(claims).not.toHaveProperty('groups');
});

it('names no group that a person has left', async () => {
  const before = await signIn('oncall');
  directory.find('oncall@simulated.example')!.groups = [];
  expect([before.claims.groups, (await signIn('oncall')).claims.groups]).toEqual([[approversGroup], []]);
});

it.each([
  ['a wrong password', { password: 'wrong' }, 'invalid_grant'],
  ['a name that it does not know', { username: 'nobody@simulated.example' }, 'invalid_grant'],
  ['an application that it does not know', { client_id: 'another' }, 'invalid_client'],
])('refuses %s', async (_, over, error) => {
  expect(await signIn('eva', over)).toMatchObject({ error, claims: {} });
});
