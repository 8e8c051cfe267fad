import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { metricsPortTaken } from './cannot-start.ts';
import { histogramBuckets } from './metrics.ts';

const pinoLevels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/**
 * Installs Temporal's runtime: its log goes to ours, its metrics (and ours with them) are served on `metricsPort`.
 * Has to run before any connection is opened: the runtime is one per process. Signals stay ours.
 * Throws a CannotStartError where the port is taken.
 */
export function installRuntime(log: Logger, metricsPort: number | null): void {
  try {
    install(log, metricsPort);
  } catch (error) {
    const isTaken = error instanceof Error && /address (?:already )?in use/i.test(error.message);
    throw isTaken && metricsPort !== null ? metricsPortTaken(metricsPort, error) : error;
  }
}

function install(log: Logger, metricsPort: number | null): void {
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

/** Temporal's task token means nothing to people, and is as long as all the rest. */
function write(log: Logger, { level, message, meta = {} }: LogEntry): void {
  const { taskToken: _, ...rest } = meta;
  // Said once (log-unreadable.ts); this is each attempt.
  const isSaid = meta.error instanceof Error && meta.error.name === 'PayloadUnreadableError';
  log[isSaid ? 'debug' : pinoLevels[level]](rest, message);
}
