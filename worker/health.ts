import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Worker } from '@temporalio/worker';
import { healthPortTaken } from './cannot-start.ts';

const serverPatienceMs = 2_000;
/** One answer of Temporal serves all who ask within it: anyone on the network may ask. */
const answerAgeMs = 1_000;
const limits = { headersTimeout: 2_000, requestTimeout: 2_000, connectionsCheckingInterval: 1_000 };
const mostConnections = 64;
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
  const temporalAnswers = keepFor(answerAgeMs, serverAnswers);
  const probes = new Map<string, () => Promise<Answer>>([
    ['/healthz', async () => (worker === null ? { good: true, text: starting } : health(worker))],
    [
      '/readyz',
      async () => (worker === null ? { good: false, text: starting } : readiness(worker, temporalAnswers)),
    ],
  ]);
  const server = createServer(limits, (request, response) => {
    const probe = probes.get((request.url ?? '').split('?', 1)[0] ?? '');
    const asked = probe === undefined ? Promise.resolve(null) : probe();
    void asked.then((answer) => {
      const status = answer === null ? 404 : answer.good ? 200 : 503;
      response.writeHead(status, {
        'content-type': 'text/plain',
        'cache-control': 'no-store',
        connection: 'close',
      });
      response.end(`${answer?.text ?? 'not found: /healthz and /readyz are'}\n`);
    });
  });
  server.maxConnections = mostConnections;
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

async function readiness(
  worker: Worker,
  temporalAnswers: (worker: Worker) => Promise<boolean>,
): Promise<Answer> {
  const { runState, workflowPollerState, activityPollerState } = worker.getStatus();
  if (runState !== 'RUNNING') return { good: false, text: runState };
  if (workflowPollerState !== 'POLLING' || activityPollerState !== 'POLLING')
    return { good: false, text: 'does not poll' };
  return (await temporalAnswers(worker))
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

/** The same call, made at most once in `ms`, whatever it is called with. */
function keepFor<In, Out>(ms: number, call: (from: In) => Promise<Out>): (from: In) => Promise<Out> {
  let kept: { readonly at: number; readonly answer: Promise<Out> } | null = null;
  return (from) => {
    const now = performance.now();
    if (kept === null || now - kept.at >= ms) kept = { at: now, answer: call(from) };
    return kept.answer;
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? healthPortTaken(port, error) : error),
    );
    server.listen(port, resolve);
  });
}
