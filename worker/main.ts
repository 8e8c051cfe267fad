import { TransportError } from '@temporalio/worker';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { createWorker } from './create-worker.ts';
import { serveHealth } from './health.ts';
import { openLog } from './log.ts';
import { readSettings } from './settings.ts';

/** sysexits: 64 usage, 69 unavailable (the same promise as the command line's). */
const exit = { usage: 64, unavailable: 69 } as const;

try {
  await run();
} catch (error) {
  const unavailable = error instanceof TransportError || (error as { code?: string }).code === 'EADDRINUSE';
  process.stderr.write(`drydock worker: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = unavailable ? exit.unavailable : exit.usage;
}
// Everything of ours is closed here; the Azure SDK leaves a timer of a minute behind each failed request.
process.exit();

async function run(): Promise<void> {
  const settings = readSettings(process.env);
  const log = openLog(settings);
  const gateways = openGateways(gatewaySettingsFrom(process.env));
  // A worker that talks to a simulator gets a task queue of its own: no real campaign ever lands there.
  const taskQueue = taskQueueFor(await gateways.readSimulatorClock());
  const { worker, address, namespace, close } = await createWorker(gateways, taskQueue, settings);
  const health = await serveHealth(worker, settings.healthPort);
  const running = worker.run();
  log.info({ address, namespace, taskQueue, health: health.port }, 'worker polls');
  const ready = { taskQueue, address, namespace, healthPort: health.port, pid: process.pid };
  process.stdout.write(
    `${JSON.stringify({ apiVersion: 'drydock.dev/v1', kind: 'WorkerReady', ...ready })}\n`,
  );
  try {
    await running;
  } finally {
    health.close();
    await gateways.close();
    await close();
  }
}
