import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { refusesConnections } from '#cli/temporal/refuses-connections.ts';

describe('an address', () => {
  it('of this machine refuses connections once nothing listens there any more', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await refusesConnections(`127.0.0.1:${port}`)).toBe(false);
    server.close();
    await once(server, 'close');
    expect(await refusesConnections(`127.0.0.1:${port}`)).toBe(true);
  });

  it.each(['temporal.example:7233', 'eu.tmprl.cloud:7233', 'localhost'])(
    'of another machine or none is not asked: %s',
    async (address) => {
      expect(await refusesConnections(address)).toBe(false);
    },
  );
});
