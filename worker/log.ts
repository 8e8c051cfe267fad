import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';
import { type Logger, pino } from 'pino';
import type { WorkerSettings } from './settings.ts';

const pinoLevels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/**
 * One JSON log on stderr for everything: Temporal's own lines, workflows and activities speak through it too.
 * Has to run before any connection is opened: the runtime is one per process.
 */
export function openLog({ logLevel }: WorkerSettings): Logger {
  const log = pino({ level: logLevel, redact: ['token', 'authorization', '*.token'] }, pino.destination(2));
  Runtime.install({ logger: new DefaultLogger('TRACE', (entry) => write(log, entry)) });
  return log;
}

function write(log: Logger, { level, message, meta }: LogEntry): void {
  log[pinoLevels[level]](meta ?? {}, message);
}
