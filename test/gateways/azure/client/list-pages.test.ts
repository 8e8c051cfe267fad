import type { ContainerServiceClient } from '@azure/arm-containerservice';
import { describe, expect, it } from 'vitest';
import type { ArmClients } from '#gateways/azure/client/arm-clients.ts';
import { listPages } from '#gateways/azure/client/list-pages.ts';

const next = 'https://management.azure.com/subscriptions?$skipToken=2';

/** Reads a list from pages with these bodies, the first one first. */
function read(...bodies: readonly unknown[]) {
  const left = [...bodies];
  const sendRequest = () =>
    Promise.resolve({ status: 200, bodyAsText: JSON.stringify(left.shift()), headers: new Map() });
  const client = { pipeline: { sendRequest } } as unknown as ContainerServiceClient;
  const clients = { endpoint: 'https://management.azure.com', http: {} } as ArmClients;
  return listPages(clients, client, { path: '/subscriptions', version: '2022-12-01', signal: undefined });
}

describe('a list of ARM', () => {
  it('is read to its end, where the last page is empty, as recorded of AKS', async () => {
    expect(await read({ value: [{ a: 1 }], nextLink: next }, { value: [] })).toEqual([{ a: 1 }]);
    expect(await read({ value: [{ a: 1 }], nextLink: null })).toEqual([{ a: 1 }]);
  });

  it('that comes again and again is an error', async () => {
    const page = { value: [{ a: 1 }], nextLink: next };
    await expect(read(page, page, page)).rejects.toThrow('repeats a page');
  });

  it.each([[{}], [{ value: null }], [{ value: 'none' }], [{ value: { a: 1 } }], ['text'], [null]])(
    'is not taken for empty where the answer is %j',
    async (body) => {
      await expect(read(body)).rejects.toThrow('The answer to /subscriptions holds no list.');
    },
  );
});
