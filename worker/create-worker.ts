import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { NativeConnection, TransportError, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities } from '#activities/index.ts';
import type { Redact } from '#domain/text/redact.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { dataConverterOf } from '#gateways/temporal/data-converter.ts';
import type { PayloadKey } from '#gateways/temporal/payload-keys.ts';
import { encodesFailures } from '#protocol/encodes-failures.ts';
import { activityInterceptors } from './activity-interceptors.ts';
import { namespaceUnusable, temporalUnreachable } from './cannot-start.ts';
import type { Configuration } from './configuration.ts';
import { logUnreadable } from './log-unreadable.ts';
import { failureCounter } from './measure-activity.ts';
import type { Metrics } from './metrics.ts';
import type { WorkerSettings } from './settings.ts';
import { startStep } from './start-step.ts';

/** How long after its grace an activity that ignores its cancellation may hold up the end. */
const insistAfterMs = 20_000;

type WorkflowBundleOption = NonNullable<WorkerOptions['workflowBundle']>;

interface Parts {
  readonly payloadKeys: readonly PayloadKey[];
  readonly gateways: Gateways;
  readonly taskQueue: string;
  readonly metrics: Metrics;
  readonly redact: Redact;
  readonly log: Logger;
}

/**
 * Connects to the Temporal server of the configuration and wires everything together.
 * Throws a CannotStartError where it cannot be reached, or has no such namespace.
 */
export async function createWorker(
  { settings, temporal }: Configuration,
  { payloadKeys, gateways, taskQueue, metrics, redact, log }: Parts,
): Promise<{ worker: Worker; close: () => Promise<void> }> {
  const address = temporal.connection.address ?? 'localhost:7233';
  const connection = await startStep(log, `connecting to Temporal at ${address}`, () =>
    NativeConnection.connect(temporal.connection),
  ).catch((error: unknown) => {
    throw error instanceof TransportError ? temporalUnreachable(address, error) : error;
  });
  const worker = await Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue,
    workflowBundle: await workflowsOf(settings, payloadKeys.length > 0, log),
    dataConverter: dataConverterOf(payloadKeys, logUnreadable(log)),
    ...deploymentOf(settings),
    activities: createActivities(gateways),
    sinks: failureCounter(metrics),
    interceptors: { activity: [activityInterceptors(metrics, redact)] },
    maxConcurrentActivityTaskExecutions: settings.maxActivities,
    maxHeartbeatThrottleInterval: settings.heartbeatThrottleMs,
    defaultHeartbeatThrottleInterval: settings.heartbeatThrottleMs,
    stickyQueueScheduleToStartTimeout: settings.stickyTimeoutMs,
    shutdownGraceTime: settings.shutdownGraceMs,
    shutdownForceTime: settings.shutdownGraceMs + insistAfterMs,
  }).catch((error: unknown) => {
    throw error instanceof TransportError ? namespaceUnusable(temporal.namespace, error) : error;
  });
  return { worker, close: () => connection.close() };
}

async function workflowsOf(
  { workflowBundle }: WorkerSettings,
  areEncrypted: boolean,
  log: Logger,
): Promise<WorkflowBundleOption> {
  const code = workflowBundle === null ? await ownBundle(log) : await readFile(workflowBundle, 'utf8');
  // No line of its own: the bundle's source map counts lines.
  return { code: areEncrypted ? `globalThis.${encodesFailures}=true;${code}` : code };
}

/** Of the npm package, which the SDK made when it was packed, as scripts/dev/package does; a clone bundles at each start. */
const packed = fileURLToPath(new URL('./workflows.cjs.gz', import.meta.url));

async function ownBundle(log: Logger): Promise<string> {
  if (existsSync(packed)) return gunzipSync(await readFile(packed)).toString();
  return startStep(log, 'bundling the workflows', bundleWorkflows);
}

const program = fileURLToPath(new URL('./bundle-workflows.ts', import.meta.url));
/** Several times what it is. */
const maxBuffer = 64 * 1024 * 1024;

/**
 * The workflows as one text, made by a process of its own: the bundler leaves more memory behind than the worker has
 * use for itself, and delays the answers to probes meanwhile.
 */
async function bundleWorkflows(): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, '-'], { maxBuffer });
  // What the bundler warns of.
  process.stderr.write(stderr);
  return stdout;
}

/** Workflows move on to the newest version at their next task; replay tests hold that this is safe. */
function deploymentOf({ deployment }: WorkerSettings): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (deployment === null) return {};
  return {
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: deployment,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
