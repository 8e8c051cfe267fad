import { constants } from 'node:os';
import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * The first signal drains: no new task is taken, activities get their grace and are then handed to another
 * worker. The second one ends the process at once, with the exit code that shells give it (128 + signal).
 */
export function shutDownOnSignals(worker: Worker, log: Logger): void {
  let isLeaving = false;
  const leave = (signal: NodeJS.Signals) => {
    if (isLeaving) {
      log.warn({ signal }, 'second signal: leaving at once');
      process.exit(128 + constants.signals[signal]);
    }
    isLeaving = true;
    log.info({ signal }, 'shutting down');
    // A signal before it runs, or after it has failed: it ends without one.
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  for (const signal of signals) process.on(signal, leave);
}
