import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Worker } from '@temporalio/worker';

/**
 * /healthz: the process answers and the worker has not failed. /readyz: it polls. Loopback is not enough here:
 * probes come from outside the pod.
 */
export async function serveHealth(worker: Worker, port: number): Promise<{ port: number; close(): void }> {
  const server = createServer((request, response) => {
    const state = worker.getState();
    const good = request.url === '/readyz' ? state === 'RUNNING' : state !== 'FAILED' && state !== 'STOPPED';
    response.writeHead(good ? 200 : 503, { 'content-type': 'text/plain' }).end(`${state}\n`);
  });
  await listen(server, port);
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
}
