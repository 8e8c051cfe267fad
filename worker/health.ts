import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Worker } from '@temporalio/worker';

const serverPatienceMs = 2_000;

/** What a probe is told: good or not, and why. */
interface Answer {
  readonly good: boolean;
  readonly text: string;
}

/**
 * /healthz: the process answers and the worker has not failed. /readyz: it polls for workflows and activities,
 * and the Temporal server answers. Loopback is not enough here: probes come from outside the pod.
 */
export async function serveHealth(worker: Worker, port: number): Promise<{ port: number; close(): void }> {
  const probes: Readonly<Record<string, () => Promise<Answer>>> = {
    '/healthz': async () => health(worker),
    '/readyz': () => readiness(worker),
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
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
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
  try {
    await connection.withDeadline(Date.now() + serverPatienceMs, () =>
      connection.workflowService.getSystemInfo({}),
    );
    return true;
  } catch {
    return false;
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
}
