import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readPayloadKeys } from '#gateways/temporal/payload-keys.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

const secret = Buffer.alloc(32, 7).toString('base64');

function keysOf(text: string, mode = 0o600) {
  const path = files.write(`keys-${Math.random()}`, text);
  chmodSync(path, mode);
  return readPayloadKeys({ DRYDOCK_PAYLOAD_KEYS: path });
}

describe('the file of payload keys', () => {
  it('has one key a line, the newest last', () => {
    const keys = keysOf(`# two\n2026-01 ${secret}\n\nk8s.2_b ${Buffer.alloc(32, 8).toString('base64')}\r\n`);
    expect(keys.map(({ id, secret: { length } }) => [id, length])).toEqual([
      ['2026-01', 32],
      ['k8s.2_b', 32],
    ]);
  });

  it('is not needed', () => {
    expect(readPayloadKeys({})).toEqual([]);
    expect(readPayloadKeys({ DRYDOCK_PAYLOAD_KEYS: '' })).toEqual([]);
  });

  it('is what the documented command appends', () => {
    const file = files.write('made', '');
    chmodSync(file, 0o600);
    const make = `printf '%s %s\\n' 2026-12 "$(openssl rand -base64 32)" >> '${file}'`;
    execFileSync('sh', ['-c', make]);
    expect(readPayloadKeys({ DRYDOCK_PAYLOAD_KEYS: file })).toMatchObject([{ id: '2026-12' }]);
  });

  it.each<[string, string, number, string]>([
    ['is empty', '# none yet\n', 0o600, 'has no key'],
    [
      'has a key that is too short',
      '2026-01 c2hvcnQ=\n',
      0o600,
      'line 1: expected "ID BASE64" with a key of 32 bytes',
    ],
    ['has an id twice', `a ${secret}\na ${secret}\n`, 0o600, 'line 2: the key id a stands there twice'],
    ['is read by everyone', `a ${secret}\n`, 0o644, 'has mode 644, open to others: chmod 0600 (or 0440)'],
    ['is written by its group', `a ${secret}\n`, 0o660, 'has mode 660'],
    ['is too large', '#'.repeat(70_000), 0o600, 'has 70000 bytes, more than 65536'],
  ])('is refused if it %s, without a word of its keys', (_, text, mode, message) => {
    expect(() => keysOf(text, mode)).toThrow(/^DRYDOCK_PAYLOAD_KEYS: \S+ (?!.*DRYDOCK_PAYLOAD_KEYS)/);
    expect(() => keysOf(text, mode)).toThrow(message);
    expect(() => keysOf(text, mode)).not.toThrow(secret);
  });

  it('is refused if it is not there, or no file', () => {
    expect(() => readPayloadKeys({ DRYDOCK_PAYLOAD_KEYS: '/nowhere' })).toThrow(
      'DRYDOCK_PAYLOAD_KEYS: /nowhere cannot be read (ENOENT)',
    );
    expect(() => readPayloadKeys({ DRYDOCK_PAYLOAD_KEYS: '/tmp' })).toThrow(
      /^DRYDOCK_PAYLOAD_KEYS: \/tmp is no file$/,
    );
  });
});
