import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadCodec } from '#gateways/temporal/payload-codec.ts';
import { payloadKey } from '#gateways/temporal/payload-keys.ts';

const old = payloadKey('2026-01', randomBytes(32));
const newest = payloadKey('2026-07', randomBytes(32));
const cluster = defaultPayloadConverter.toPayload({ cluster: 'aks-pay-weu' });
const textOf = (payload: Payload, name: string) => Buffer.from(payload.metadata![name]!).toString();

async function encrypted(...keys: readonly (typeof old)[]): Promise<Payload> {
  const [payload] = await payloadCodec(keys).encode([cluster]);
  return payload!;
}

describe('the payload codec', () => {
  it('gives back every payload, and shows nothing of it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ value: fc.uint8Array(), encoding: fc.uint8Array({ minLength: 1 }), name: fc.string() }),
        ),
        async (all) => {
          const payloads = all.map(({ value, encoding, name }) => ({
            metadata: { encoding, [`x${name}`]: value },
            data: value,
          }));
          const codec = payloadCodec([old, newest]);
          const stored = await codec.encode(payloads);
          const back = await codec.decode(stored);
          const bytes = (many: readonly Payload[]) =>
            many.map(({ metadata, data }) => ({
              metadata: Object.entries(metadata!).map(([key, value]) => [
                key,
                Buffer.from(value).toString('hex'),
              ]),
              data: Buffer.from(data ?? []).toString('hex'),
            }));
          expect(bytes(back)).toEqual(bytes(payloads));
          for (const payload of stored)
            expect(Object.keys(payload.metadata!)).toEqual([
              'encoding',
              'encryption-key-id',
              'encryption-key-fingerprint',
            ]);
        },
      ),
    ));

  it('writes by the newest key, with a nonce of its own for each payload, and reads those of the old one', async () => {
    const before = await encrypted(old);
    const [one, other] = await payloadCodec([old, newest]).encode([cluster, cluster]);
    expect([before, one!].map((each) => textOf(each, 'encryption-key-id'))).toEqual(['2026-01', '2026-07']);
    expect(textOf(one!, 'encoding')).toBe('binary/encrypted');
    expect(Buffer.from(one!.data!).subarray(0, 12)).not.toEqual(Buffer.from(other!.data!).subarray(0, 12));
    expect(Buffer.from(one!.data!).toString()).not.toContain('aks-pay-weu');
    const read = await payloadCodec([old, newest]).decode([before, one!]);
    expect(read.map((each) => defaultPayloadConverter.fromPayload(each))).toEqual([
      { cluster: 'aks-pay-weu' },
      { cluster: 'aks-pay-weu' },
    ]);
  });

  it('reads payloads in the clear, and without a key writes them', async () => {
    expect(await payloadCodec([newest]).decode([cluster])).toEqual([cluster]);
    expect(await payloadCodec([]).encode([cluster])).toEqual([cluster]);
  });

  it.each([
    ['no key', [], 'payload key "2026-01" is needed: set DRYDOCK_PAYLOAD_KEYS to where it is'],
    [
      'an unknown key',
      [newest],
      'payload key "2026-01" is not among those of DRYDOCK_PAYLOAD_KEYS (it has 2026-07): add it',
    ],
    [
      'another key of the same id',
      [payloadKey('2026-01', randomBytes(32))],
      'payload key "2026-01" of DRYDOCK_PAYLOAD_KEYS is another key than the one that encrypted this payload: restore that one',
    ],
  ])('says so of %s', async (_, keys, message) => {
    await expect(payloadCodec(keys).decode([await encrypted(old)])).rejects.toThrow(message);
  });

  it('refuses a payload with any bit changed or cut off', async () => {
    const payload = await encrypted(old);
    const data = Buffer.from(payload.data!);
    const damaged = 'damaged: it is not what payload key "2026-01" encrypted';
    for (let bit = 0; bit < data.length * 8; bit += 1) {
      const changed = Buffer.from(data);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await expect(payloadCodec([old]).decode([{ ...payload, data: changed }])).rejects.toThrow(damaged);
    }
    for (let length = 0; length < data.length; length += 1)
      await expect(
        payloadCodec([old]).decode([{ ...payload, data: data.subarray(0, length) }]),
      ).rejects.toThrow(damaged);
  });

  it('binds the key id: the same key under another name does not read it', async () => {
    const renamed = payloadKey('2027-01', old.secret);
    const payload = await encrypted(old);
    const moved = {
      ...payload,
      metadata: { ...payload.metadata, 'encryption-key-id': Buffer.from('2027-01') },
    };
    await expect(payloadCodec([renamed]).decode([moved])).rejects.toThrow('damaged');
  });
});
