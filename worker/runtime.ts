import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { histogramBuckets } from './metrics.ts';

const pinoLevels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/**
 * Installs Temporal's runtime: its log goes to ours, its metrics (and ours with them) are served on `metricsPort`.
 * Has to run before any connection is opened: the runtime is one per process. Signals stay ours.
 */
export function installRuntime(log: Logger, metricsPort: number | null): void {
  Runtime.install({
    logger: new DefaultLogger('TRACE', (entry) => write(log, entry)),
    shutdownSignals: [],
    telemetryOptions: {
      logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
      ...(metricsPort === null
        ? {}
        : {
            metrics: {
              prometheus: {
                // Scraped from outside the pod, as the probes are.
                bindAddress: `0.0.0.0:${metricsPort}`,
                countersTotalSuffix: true,
                unitSuffix: true,
                useSecondsForDurations: true,
                histogramBucketOverrides: histogramBuckets,
              },
            },
          }),
    },
  });
}

function write(log: Logger, { level, message, meta }: LogEntry): void {
  log[pinoLevels[level]](meta ?? {}, message);
}
