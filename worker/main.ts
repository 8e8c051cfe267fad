import { Runtime } from '@temporalio/worker';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { redactor } from '#domain/text/redact.ts';
import { openGateways } from '#gateways/open-gateways.ts';
import { openPayloadKeys } from '#gateways/open-payload-keys.ts';
import { azureUnreachable } from './cannot-start.ts';
import { readConfiguration } from './configuration.ts';
import { countAzureRequests } from './count-azure-requests.ts';
import { createWorker } from './create-worker.ts';
import { exitCodeOf, explainEnd } from './explain-exit.ts';
import { openHealth } from './health.ts';
import { openLog } from './log.ts';
import { openMetrics } from './metrics.ts';
import { installRuntime } from './runtime.ts';
import { secretsOf } from './secrets.ts';
import { shutDownOnSignals } from './shutdown.ts';
import { startStep } from './start-step.ts';
import { warnWithoutCredential } from './warn-without-credential.ts';
import { watchAudits } from './watch-audits.ts';

const redact = redactor(secretsOf(process.env));

process.on('uncaughtException', leave);
try {
  await run();
} catch (error) {
  leave(error);
}
// Everything of ours is closed here; the Azure SDK leaves a timer of a minute behind each failed request.
process.exit();

function leave(error: unknown): never {
  process.stderr.write(redact(explainEnd(error)));
  process.exit(exitCodeOf(error));
}

async function run(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const { settings, temporal } = configuration;
  const health = await openHealth(settings.healthPort);
  const log = openLog({ level: settings.logLevel, redact });
  installRuntime(log, settings.metricsPort);
  const metrics = openMetrics(Runtime.instance());
  countAzureRequests(configuration.gateways.cloud.armEndpoint, metrics);
  const gateways = openGateways(configuration.gateways);
  // A worker that talks to a simulator gets a task queue of its own: no real campaign ever lands there.
  const { armEndpoint } = configuration.gateways.cloud;
  const clock = await startStep(log, `checking whether ${armEndpoint} is a simulator`, () =>
    gateways.readSimulatorClock(),
  ).catch((error: unknown) => {
    throw azureUnreachable(armEndpoint, error);
  });
  const taskQueue = taskQueueFor(clock);
  const payloadKeys =
    configuration.payloadKeys ??
    (await startStep(log, 'reading the payload keys from Key Vault', () => openPayloadKeys(process.env)));
  const parts = { payloadKeys, gateways, taskQueue, metrics, redact, log };
  const { worker, close } = await createWorker(configuration, parts);
  health.watch(worker);
  shutDownOnSignals(worker, log);
  const running = worker.run();
  const stopWatching =
    settings.metricsPort === null ? () => undefined : watchAudits(worker, taskQueue, metrics, log);
  const { namespace } = temporal;
  const address = temporal.connection.address ?? 'localhost:7233';
  const { metricsPort, deployment } = settings;
  log.info({ address, namespace, taskQueue, health: health.port, metricsPort, deployment }, 'worker polls');
  void warnWithoutCredential(process.env, () => gateways.signIn(), log);
  const ready = { taskQueue, address, namespace, healthPort: health.port, metricsPort, pid: process.pid };
  process.stdout.write(
    `${JSON.stringify({ apiVersion: 'drydock.dev/v1', kind: 'WorkerReady', ...ready })}\n`,
  );
  try {
    await running;
    log.info('worker ended');
  } finally {
    stopWatching();
    health.close();
    await gateways.close();
    await close();
  }
}
