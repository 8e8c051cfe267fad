import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failurePolicy } from '#gateways/azure/client/failure-policy.ts';
import { openCredential } from '#gateways/azure/sign-in/credential.ts';
import { failureOf } from '../../../rules/failure-of.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** As the pipeline throws it, whichever caller cancelled. */
const aborted = () => Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' });

/** Takes connections and never says a word. */
async function silence() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('a line that is dead', () => {
  it('ends a sign-in, which the identity library would wait out for minutes', async () => {
    const { origin, close } = await silence();
    const tenant = 'tenant.example';
    vi.stubEnv('AZURE_AUTHORITY_HOST', origin);
    vi.stubEnv('AZURE_TENANT_ID', tenant);
    vi.stubEnv('AZURE_CLIENT_ID', 'client');
    vi.stubEnv('AZURE_CLIENT_SECRET', 'secret');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const credential = openCredential({ authorityHost: origin, tenant });
    const failed = failureOf(credential.getToken('https://management.azure.com/.default'));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await failed).toMatchObject({
      kind: 'no-answer',
      message: `${origin} gave no token within 30 s.`,
    });
    close();
  });

  it.each([
    ['GET', 20],
    ['PUT', 60],
  ] as const)('ends a %s after %i s, and says who was silent', async (method, seconds) => {
    const request = createPipelineRequest({ url: 'https://management.example/subscriptions?x=1', method });
    const cancelled = () => Promise.reject(aborted());
    expect(await failureOf(failurePolicy().sendRequest(request, cancelled))).toMatchObject({
      kind: 'no-answer',
      message: `https://management.example did not answer within ${seconds} s.`,
    });
    expect(request.timeout).toBe(seconds * 1_000);
  });

  it('is not the error of a cancelled call', async () => {
    const abortSignal = AbortSignal.abort();
    const request = createPipelineRequest({ url: 'https://management.example/', abortSignal });
    const cancelled = aborted();
    await expect(failurePolicy().sendRequest(request, () => Promise.reject(cancelled))).rejects.toBe(
      cancelled,
    );
  });
});
