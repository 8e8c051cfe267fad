import { generateKeyPairSync } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { describe, expect, it } from 'vitest';
import { approvalSettingsFrom } from '#gateways/entra/approval-gateway.ts';
import { type ApprovalKey, readPrivateKeys, readPublicKey } from '#gateways/entra/approval-keys.ts';
import { openToken, sealToken } from '#gateways/entra/sealed-token.ts';
import { verifyToken } from '#gateways/entra/verify-token.ts';
import { applicationId, Directory } from '#simulator/access/directory.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const base = 'https://127.0.0.1:8443/tenant';
const directory = new Directory();
const eva = directory.find('eva@simulated.example')!;
const hour = 3_600;

function issue({ from = directory, audience = applicationId, at = Date.now(), for: seconds = hour } = {}) {
  return from.issue(eva, audience, base, at, seconds);
}

function verify(token: string, issuer = `${base}/v2.0`) {
  const keyOf = createLocalJWKSet(directory.keys() as JSONWebKeySet);
  return verifyToken(token, async () => ({ issuer, keyOf }), ['api://drydock', applicationId]);
}

/** The same claims, signed by no one. */
function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  return `${header}.${token.split('.')[1]}.`;
}

function tampered(token: string): string {
  const [header, claims = '', signature] = token.split('.');
  const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  const other = Buffer.from(JSON.stringify({ ...read, oid: 'another' })).toString('base64url');
  return `${header}.${other}.${signature}`;
}

describe('the token of a person', () => {
  it('gives its claims', async () => {
    expect(await verify(issue())).toMatchObject({ oid: eva.objectId, preferred_username: eva.name });
  });

  it.each([
    ['of another application', issue({ audience: 'api://other' }), 'the token is for another application'],
    ['that has expired', issue({ at: Date.now() - 2 * hour * 1_000 }), 'the token has expired'],
    ['of tomorrow', issue({ at: Date.now() + 24 * hour * 1_000 }), 'the token is not valid yet'],
    [
      'that another directory signed',
      issue({ from: new Directory() }),
      'the token is not signed by the tenant',
    ],
    ['that was changed', tampered(issue()), 'the token is not signed by the tenant'],
    ['without a signature', unsigned(issue()), /cannot be verified/],
    ['that is none', 'no token', /cannot be verified/],
    ['that is empty', '', /cannot be verified/],
  ])('is refused where it is one %s', async (_, token, problem) => {
    await expect(verify(token)).rejects.toThrow(problem);
  });

  it('is refused where another tenant issued it', async () => {
    await expect(verify(issue(), 'https://127.0.0.1:8443/other/v2.0')).rejects.toThrow('of another tenant');
  });
});

describe('a sealed token', () => {
  const files = openTemporaryFiles();
  const pair = (name: string) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const secret = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const shown = publicKey.export({ format: 'pem', type: 'spki' }).toString();
    return { secret, shown: readPublicKey({ DRYDOCK_APPROVAL_KEY: files.write(name, shown) })! };
  };
  const privates = (...pems: readonly string[]): readonly ApprovalKey[] => {
    const path = files.write('keys', pems.join(''));
    chmodSync(path, 0o600);
    return readPrivateKeys({ DRYDOCK_APPROVAL_KEYS: path });
  };
  const [older, newer] = [pair('older'), pair('newer')];

  it('is opened by the worker that has its key, whichever of its keys that is', async () => {
    for (const { shown } of [older, newer]) {
      const sealed = await sealToken('a token', 'sha256:1', shown);
      expect(sealed).not.toContain(Buffer.from('a token').toString('base64url'));
      expect(await openToken(sealed, 'sha256:1', privates(older.secret, newer.secret))).toBe('a token');
    }
  });

  it.each([
    ['another decision', 'sha256:2', [newer.secret], 'the proof is for another decision'],
    ['a key that no worker has', 'sha256:1', [older.secret], 'the proof is for a key that no worker has'],
  ])('counts for nothing with %s', async (_, digest, secrets, problem) => {
    const sealed = await sealToken('a token', 'sha256:1', newer.shown);
    await expect(openToken(sealed, digest, privates(...secrets))).rejects.toThrow(problem);
  });

  it.each(['', 'x', 'a.b.c.d.e', 'x'.repeat(40_000)])('is refused where it is none (%#)', async (sealed) => {
    await expect(openToken(sealed, 'sha256:1', privates(newer.secret))).rejects.toThrow(RangeError);
  });

  it('is refused where its header or its text was changed', async () => {
    const parts = (await sealToken('a token', 'sha256:1', newer.shown)).split('.');
    const header = JSON.parse(Buffer.from(parts[0]!, 'base64url').toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...header, decision: 'sha256:2' })).toString('base64url');
    const changed = [
      [other, ...parts.slice(1)],
      [...parts.slice(0, 3), Buffer.from('another').toString('base64url'), parts[4]],
    ];
    for (const each of changed)
      await expect(openToken(each.join('.'), 'sha256:2', privates(newer.secret))).rejects.toThrow(
        'the proof cannot be opened',
      );
  });

  it.each([
    ['a private key where the public one belongs', 'DRYDOCK_APPROVAL_KEY', newer.secret, /has a private key/],
    ['no key at all', 'DRYDOCK_APPROVAL_KEY', 'x', /has no key that can be read/],
    ['no private key', 'DRYDOCK_APPROVAL_KEYS', 'x', /has no private key in PEM/],
  ])('needs keys, not %s', (_, variable, text, problem) => {
    const path = files.write('wrong', text);
    chmodSync(path, 0o600);
    const env = { [variable]: path };
    expect(() => [readPublicKey(env), readPrivateKeys(env)]).toThrow(problem);
  });

  describe('DRYDOCK_APPROVAL_REQUIRED', () => {
    const keys = files.write('required-keys', newer.secret);
    chmodSync(keys, 0o600);
    const whole = {
      DRYDOCK_APPROVAL_KEYS: keys,
      DRYDOCK_APPROVAL_AUDIENCE: 'api://drydock',
      AZURE_TENANT_ID: 'contoso.example',
    };
    const required = (value: string, env: object) =>
      approvalSettingsFrom({ ...env, DRYDOCK_APPROVAL_REQUIRED: value }, 'https://login.example');

    it.each([
      ['true', true],
      ['false', false],
      ['', false],
    ])('%j is %s', (value, isRequired) => {
      expect(required(value, whole)).toMatchObject({ isRequired });
    });

    it('lets run the schedules of these digests', () => {
      const [one, other] = ['1', '2'].map((each) => `sha256:${each.repeat(64)}`);
      const listed = (text: string, value = 'true') =>
        required(value, { ...whole, DRYDOCK_APPROVAL_SCHEDULES: text })?.schedules;
      expect(listed(`${one}, ${other},`)).toEqual([one, other]);
      expect(listed('')).toEqual([]);
      for (const wrong of ['nodes', 'sha256:1', `${one}${other}`])
        expect(() => listed(wrong)).toThrow(`has ${wrong}, which is no digest of a schedule`);
      expect(() => listed(one!, 'false')).toThrow('no effect without DRYDOCK_APPROVAL_REQUIRED=true');
    });

    it('needs keys to verify by', () => {
      expect(() => required('true', {})).toThrow(
        'DRYDOCK_APPROVAL_KEYS: missing; DRYDOCK_APPROVAL_REQUIRED needs it',
      );
      expect(required('false', {})).toBeNull();
    });

    it('is true or false, and no other word leaves it off', () => {
      for (const env of [whole, {}])
        expect(() => required('yes', env)).toThrow(
          'DRYDOCK_APPROVAL_REQUIRED: yes is neither true nor false',
        );
    });
  });
});
