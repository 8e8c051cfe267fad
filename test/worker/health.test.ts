import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Worker } from '@temporalio/worker';
import { expect, it as plainIt } from 'vitest';
import { openHealth } from '#worker/health.ts';
import { silentConnections } from '../processes/silent-connections.ts';

/** A worker that polls, beside a Temporal server that counts the questions. */
function aWorker() {
  const asked = { count: 0 };
  const getSystemInfo = () => {
    asked.count += 1;
    return setTimeout(50);
  };
  const worker = {
    getState: () => 'RUNNING',
    getStatus: () => ({
      runState: 'RUNNING',
      workflowPollerState: 'POLLING',
      activityPollerState: 'POLLING',
    }),
    connection: {
      withDeadline: (_at: number, call: () => Promise<unknown>) => call(),
      workflowService: { getSystemInfo },
    },
  };
  return { worker: worker as unknown as Worker, asked };
}

const it = plainIt.extend('health', async ({ task: _task }, { onCleanup }) => {
  const health = await openHealth(0);
  onCleanup(() => health.close());
  return health;
});

it('asks Temporal once for all who ask at the same time', async ({ health }) => {
  const { worker, asked } = aWorker();
  health.watch(worker);
  const statuses = await Promise.all(
    Array.from({ length: 50 }, async () => (await fetch(`http://127.0.0.1:${health.port}/readyz`)).status),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(asked.count).toBeLessThanOrEqual(2);
});

it('holds 64 connections at most', async ({ health }) => {
  const answers = await silentConnections(health.port, 80);
  expect(answers.filter((each) => each.startsWith('HTTP/1.1 408'))).toHaveLength(64);
  expect(answers.filter((each) => each === '')).toHaveLength(16);
});

it('closes connections that send no request, and answers others meanwhile', async ({ health }) => {
  const { worker } = aWorker();
  health.watch(worker);
  const silent = Array.from({ length: 20 }, () => connect(health.port, '127.0.0.1'));
  const closed = silent.map((socket) => new Promise((resolve) => socket.on('close', resolve).resume()));
  expect((await fetch(`http://127.0.0.1:${health.port}/healthz`)).status).toBe(200);
  await Promise.all(closed);
});

it.for(['constructor', '/constructor', '/__proto__', '/healthz/..%2f', '*'])(
  'survives a request for %s',
  async (path, { health }) => {
    const socket = connect(health.port, '127.0.0.1');
    socket.end(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await new Promise((resolve) => socket.on('close', resolve).resume());
    expect((await fetch(`http://127.0.0.1:${health.port}/healthz`)).status).toBe(200);
  },
);
