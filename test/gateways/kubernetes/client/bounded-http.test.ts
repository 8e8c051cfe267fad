import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, it as plainIt } from 'vitest';
import { openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import { asFailures } from '#gateways/kubernetes/client/kubernetes-failure.ts';
import { listItems } from '#gateways/kubernetes/client/list-items.ts';
import { noEntra } from '../../../builders/no-entra.ts';
import { openApiServer } from '../../../processes/api-server-that-answers.ts';

/** Opens a client of an API server that answers as told, over HTTPS. */
const it = plainIt.extend(
  'clientOf',
  ({ task: _task }, { onCleanup }) =>
    async (listener: RequestListener) => {
      const server = await openApiServer(listener);
      const client = await openCluster(server.kubeconfig, noEntra);
      onCleanup(async () => {
        await server.close();
        await client.close();
      });
      return client;
    },
);

const messageOf = (call: () => Promise<unknown>) =>
  asFailures(call).then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

it.for([301, 302, 303, 307, 308])(
  'a redirect (%i) of an API server is not followed, and its text is not repeated',
  async (status, { clientOf }) => {
    let followed = 0;
    const client = await clientOf((request, response) => {
      if (request.url === '/elsewhere') followed += 1;
      response.writeHead(request.url === '/elsewhere' ? 200 : status, { location: '/elsewhere' });
      response.end('{"items": [], "password": "hunter2"}');
    });
    for (const call of [
      () => listItems(client, '/api/v1/pods', (pod) => pod),
      () => client.core.readNamespacedPod({ name: 'a', namespace: 'b' }),
      () => client.post('/api/v1/namespaces/b/pods', {}),
    ])
      await expect(messageOf(call)).resolves.toContain(
        `answered ${status}, a redirect. Redirects are not followed.`,
      );
    expect(followed).toBe(0);
  },
);

it('a body without an end is read to 64 MB and no further', { timeout: 20_000 }, async ({ clientOf }) => {
  let sent = 0;
  const chunk = Buffer.alloc(1_048_576, ' ');
  const client = await clientOf((_request, response) => {
    const pour = () => {
      while (!response.destroyed && response.write(chunk)) sent += 1;
    };
    response.on('drain', pour);
    response.writeHead(200, { 'content-type': 'application/json' });
    pour();
  });
  await expect(messageOf(() => client.get('/apis'))).resolves.toMatch(/answered with more than 64 MB/);
  expect(sent).toBeLessThan(200);
});

it('a page that is too large is asked for again with fewer objects', async ({ clientOf }) => {
  const asked: string[] = [];
  const client = await clientOf((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'https://x');
    const limit = Number(searchParams.get('limit'));
    asked.push(`${limit} ${searchParams.get('continue') ?? ''}`.trim());
    const isLast = searchParams.has('continue');
    const padding = 'x'.repeat(limit > 50 && !isLast ? 70_000_000 : 10);
    const items = [{ metadata: { name: isLast ? 'b' : 'a', padding } }];
    response.end(JSON.stringify({ items, metadata: isLast ? {} : { continue: 'next' } }));
  });
  const names = listItems<{ metadata: { name: string } }, string>(client, '/apis/x/v1/things', (each) => {
    return each.metadata.name;
  });
  await expect(names).resolves.toEqual(['a', 'b']);
  expect(asked).toEqual(['500', '50', '500 next']);
});

it.for([
  ['the same continue token for ever', () => 'again', 'the server repeats a page'],
  ['continue tokens that come round', (page: number) => `${page % 3}`, 'the server repeats a page'],
  ['empty pages without an end', (page: number) => `${page}`, 'it has more than 10000 pages'],
] as const)('%s end a list', { timeout: 30_000 }, async ([, next, why], { clientOf }) => {
  let page = 0;
  const client = await clientOf((_request, response) => {
    page += 1;
    response.end(JSON.stringify({ items: [], metadata: { continue: next(page) } }));
  });
  const message = await messageOf(() => listItems(client, '/api/v1/pods', (pod) => pod));
  expect(message).toContain(`The list /api/v1/pods was not read to its end: ${why}.`);
});

it('an answer is asked for and read in gzip', async ({ clientOf }) => {
  const client = await clientOf((request, response) => {
    const isPacked = request.headers['accept-encoding'] === 'gzip';
    response.writeHead(200, isPacked ? { 'content-encoding': 'gzip' } : {});
    response.end(isPacked ? gzipSync('{"is": "packed"}') : '{}');
  });
  await expect(client.get('/apis')).resolves.toMatchObject({ status: 200, text: '{"is": "packed"}' });
});

it.for([
  ['unpacks to more than 64 MB', gzipSync(Buffer.alloc(80_000_000)), 'answered with more than 64 MB'],
  ['ends too early', gzipSync('{"is": "packed"}'.repeat(100)).subarray(0, 30), 'unexpected end of file'],
  ['is none', Buffer.from('{"items": []}'), 'incorrect header check'],
] as const)('gzip that %s is refused', async ([, packed, why], { clientOf }) => {
  const client = await clientOf((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(packed);
  });
  await expect(messageOf(() => client.get('/apis'))).resolves.toContain(why);
});

it.for([
  ['before it answers', false],
  ['in the middle of its answer', true],
] as const)('an API server that hangs up %s is unreachable', async ([, hasBegun], { clientOf }) => {
  const client = await clientOf((request, response) => {
    if (hasBegun) response.write('{"items": [', () => request.socket.destroy());
    else request.socket.destroy();
  });
  await expect(asFailures(() => client.get('/apis'))).rejects.toMatchObject({
    failure: { kind: 'kubernetes-unreachable' },
  });
});

it('an end of the work ends the reading of an answer', async ({ clientOf }) => {
  const work = new AbortController();
  const client = await clientOf((_request, response) => {
    response.write('{"items": [', () => work.abort(new Error('enough')));
  });
  const asked = client.forWork({ signal: work.signal, onRequest: () => undefined }).get('/apis');
  await expect(asked).rejects.toThrow('enough');
});
