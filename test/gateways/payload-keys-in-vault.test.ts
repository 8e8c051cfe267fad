import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPayloadKeys } from '#gateways/open-payload-keys.ts';
import { payloadCodec } from '#gateways/temporal/payload-codec.ts';
import { type Simulator, startSimulator } from '../simulated/simulator.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());

const day = 86_400;
const now = Math.floor(Date.now() / 1_000);
const key = () => randomBytes(32).toString('base64');

interface Version {
  readonly value?: string;
  readonly enabled?: boolean;
  readonly notBefore?: number;
}

/** A secret with these versions, the oldest first: the address that names it, and their ids. */
async function aSecret(...versions: readonly Version[]) {
  const name = `keys-${randomUUID()}`;
  const ids: string[] = [];
  for (const { value = key(), ...more } of versions) {
    const body = { name, value, ...more };
    const { text } = await simulator.ask('/_simulator/secrets', { method: 'POST', body });
    ids.push((JSON.parse(text) as { version: string }).version);
  }
  return { ids, url: `${simulator.ready.url}/secrets/${name}` };
}

function open(url: string, env: Readonly<Record<string, string>> = {}) {
  return openPayloadKeys({ ...process.env, ...env, DRYDOCK_PAYLOAD_KEYS: url });
}

describe('payload keys in Azure Key Vault', () => {
  it('are the enabled versions of the secret over all pages, the newest last', async () => {
    const { ids, url } = await aSecret({}, { enabled: false }, {}, {}, {});
    expect((await open(url)).map(({ id }) => id)).toEqual([ids[0], ...ids.slice(2)]);
  });

  it('are written with once their time has come, and read before', async () => {
    const { ids, url } = await aSecret({ notBefore: now - day }, { notBefore: now + day });
    const keys = await open(url);
    expect(keys.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  });

  it('read after a rotation what was written before it', async () => {
    const { url } = await aSecret({});
    const before = payloadCodec(await open(url));
    const [written] = await before.encode([{ metadata: {}, data: Buffer.from('aks-one-weu') }]);
    const name = url.split('/').at(-1)!;
    await simulator.ask('/_simulator/secrets', { method: 'POST', body: { name, value: key() } });
    const after = payloadCodec(await open(url));
    const [read] = await after.decode([written!]);
    expect(Buffer.from(read!.data!).toString()).toBe('aks-one-weu');
    const [again] = await after.encode([{ metadata: {}, data: Buffer.from('x') }]);
    await expect(before.decode([again!])).rejects.toThrow('is not among those of');
  });

  it.each([
    ['a value that is no key', [{ value: 'x' }], /version [0-9a-f]{32}: expected 32 bytes in base64$/],
    ['no enabled version', [{ enabled: false }], /has no enabled version$/],
    ['51 versions', Array.from({ length: 51 }, () => ({})), /has more than 50 versions$/],
  ])('are refused with %s', async (_, versions, problem) => {
    const { url } = await aSecret(...versions);
    await expect(open(url)).rejects.toThrow(problem);
    await expect(open(url)).rejects.toThrow(`DRYDOCK_PAYLOAD_KEYS: ${url} `);
  });

  it.each(['', '/secrets', '/secrets/a/b', '/secrets/a?b', '/keys/a', '/secrets/a_b'])(
    'are a secret of a vault, not "%s"',
    async (path) => {
      await expect(open(`${simulator.ready.url}${path}`)).rejects.toThrow(
        /is not https:\/\/VAULT\/secrets\/NAME$/,
      );
    },
  );

  it.each([
    ['that is not there', '/secrets/missing', {}, 'not-found'],
    ['that it may not read', '/secrets/missing', { AZURE_CLIENT_SECRET: 'wrong' }, 'not-signed-in'],
  ])('are a failure of Azure where the secret is one %s', async (_, path, env, kind) => {
    const before = { ...process.env };
    // The library reads the environment of the process.
    Object.assign(process.env, env);
    try {
      const refused = open(`${simulator.ready.url}${path}`);
      await expect(refused).rejects.toMatchObject({ failure: { kind } });
    } finally {
      Object.assign(process.env, before);
    }
  });
});
