import { fileURLToPath } from 'node:url';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '#activities/index.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { WorkerSettings } from './settings.ts';

/** Connects to the Temporal server of the environment (profile or TEMPORAL_*) and wires everything together. */
export async function createWorker(
  gateways: Gateways,
  taskQueue: string,
  settings: WorkerSettings,
): Promise<{ worker: Worker; address: string; namespace: string; close: () => Promise<void> }> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    activities: createActivities(gateways),
    maxConcurrentActivityTaskExecutions: settings.maxActivities,
    maxHeartbeatThrottleInterval: settings.heartbeatThrottleMs,
    defaultHeartbeatThrottleInterval: settings.heartbeatThrottleMs,
    stickyQueueScheduleToStartTimeout: settings.stickyTimeoutMs,
    shutdownGraceTime: settings.shutdownGraceMs,
    shutdownForceTime: settings.shutdownGraceMs + 20_000,
  });
  const address = connectionOptions.address ?? 'localhost:7233';
  return { worker, address, namespace, close: () => connection.close() };
}
