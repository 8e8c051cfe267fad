import { chmodSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readCodecSettings } from '#cli/codec/codec-settings.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

const secretFile = (name: string, text: string, mode = 0o600) => {
  const path = files.write(name, text);
  chmodSync(path, mode);
  return path;
};
const token = '0123456789abcdef0123456789abcdef';
const keys = secretFile('keys', `2026-12 ${Buffer.alloc(32, 7).toString('base64')}\n`);
const set = { DRYDOCK_PAYLOAD_KEYS: keys, DRYDOCK_CODEC_TOKEN: token };

describe('the settings of the codec server', () => {
  it('take the token from the environment or from a file, and the origin from the address of the UI', async () => {
    expect(await readCodecSettings(set)).toMatchObject({ token, uiOrigin: null, keys: [{ id: '2026-12' }] });
    const path = secretFile('token', `${token}\n`);
    const env = { DRYDOCK_PAYLOAD_KEYS: keys, DRYDOCK_CODEC_TOKEN_FILE: path };
    const withPage = { ...env, DRYDOCK_UI_URL: 'https://temporal.example.com/ui/' };
    expect(await readCodecSettings(withPage)).toMatchObject({
      token,
      uiOrigin: 'https://temporal.example.com',
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['no keys', { ...set, DRYDOCK_PAYLOAD_KEYS: '' }, 'DRYDOCK_PAYLOAD_KEYS is not set'],
    [
      'a file of keys that is not there',
      { ...set, DRYDOCK_PAYLOAD_KEYS: '/nowhere' },
      '/nowhere cannot be read',
    ],
    [
      'no token',
      { ...set, DRYDOCK_CODEC_TOKEN: '' },
      'neither DRYDOCK_CODEC_TOKEN nor DRYDOCK_CODEC_TOKEN_FILE is set',
    ],
    ['two tokens', { ...set, DRYDOCK_CODEC_TOKEN_FILE: keys }, 'are both set'],
    ['a short token', { ...set, DRYDOCK_CODEC_TOKEN: 'short' }, 'the token has 5 characters, fewer than 32'],
    [
      'a token of two lines',
      { ...set, DRYDOCK_CODEC_TOKEN: `${token}\n${token}` },
      'characters that no header carries',
    ],
    [
      'a file of the token that others read',
      { DRYDOCK_PAYLOAD_KEYS: keys, DRYDOCK_CODEC_TOKEN_FILE: secretFile('open', token, 0o644) },
      'has mode 644, open to others',
    ],
    [
      'an address of no UI',
      { ...set, DRYDOCK_UI_URL: 'temporal' },
      'expected an http or https address, got "temporal"',
    ],
  ])('refuse %s with 64, and name no token', async (_, env, message) => {
    const refused = await readCodecSettings(env).catch((error: unknown) => error);
    expect(refused).toMatchObject({ exitCode: 64, message: expect.stringContaining(message) });
    expect(String(refused)).not.toContain(token);
  });
});
