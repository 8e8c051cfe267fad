import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Worker } from '@temporalio/worker';
import { healthPortTaken } from './cannot-start.ts';

const serverPatienceMs = 2_000;
const starting = 'STARTING';

/** The answer to a probe: good or not, and why. */
interface Answer {
  readonly good: boolean;
  readonly text: string;
}

export interface HealthServer {
  readonly port: number;
  /** From now on probes report the state of this worker. */
  watch(worker: Worker): void;
  close(): void;
}

/**
 * /healthz: the process answers and the worker has not failed. /readyz: it polls for workflows and activities,
 * and the Temporal server answers. Loopback is not enough here: probes come from outside the pod. Opened before
 * anything that takes long; until there is a worker it starts up.
 * Throws a CannotStartError where the port is taken.
 */
export async function openHealth(port: number): Promise<HealthServer> {
  let worker: Worker | null = null;
  const probes: Readonly<Record<string, () => Promise<Answer>>> = {
    '/healthz': async () => (worker === null ? { good: true, text: starting } : health(worker)),
    '/readyz': async () => (worker === null ? { good: false, text: starting } : readiness(worker)),
  };
  const server = createServer((request, response) => {
    const probe = probes[(request.url ?? '').split('?', 1)[0] ?? ''];
    const asked = probe === undefined ? Promise.resolve(null) : probe();
    void asked.then((answer) => {
      const status = answer === null ? 404 : answer.good ? 200 : 503;
      response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
      response.end(`${answer?.text ?? 'not found: /healthz and /readyz are'}\n`);
    });
  });
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    watch: (started) => {
      worker = started;
    },
    close: () => server.close(),
  };
}

function health(worker: Worker): Answer {
  const state = worker.getState();
  return { good: state !== 'FAILED' && state !== 'STOPPED', text: state };
}

async function readiness(worker: Worker): Promise<Answer> {
  const { runState, workflowPollerState, activityPollerState } = worker.getStatus();
  if (runState !== 'RUNNING') return { good: false, text: runState };
  if (workflowPollerState !== 'POLLING' || activityPollerState !== 'POLLING')
    return { good: false, text: 'does not poll' };
  return (await serverAnswers(worker))
    ? { good: true, text: runState }
    : { good: false, text: 'the Temporal server does not answer' };
}

async function serverAnswers({ connection }: Worker): Promise<boolean> {
  if (connection === undefined) return false;
  const asked = connection
    .withDeadline(Date.now() + serverPatienceMs, () => connection.workflowService.getSystemInfo({}))
    .then(
      () => true,
      () => false,
    );
  // The native client takes some seconds more to notice its own deadline while it reconnects.
  return Promise.race([asked, setTimeout(serverPatienceMs, false, { ref: false })]);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? healthPortTaken(port, error) : error),
    );
    server.listen(port, resolve);
  });
}
