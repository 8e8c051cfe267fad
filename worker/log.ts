import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { subjectOfWorkflow } from '#domain/campaign/workflow-subject.ts';
import type { Redact } from '#domain/text/redact.ts';
import { toLogData } from './log-data.ts';

export interface LogSettings {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly redact: Redact;
}

/**
 * One JSON log on stderr for everything: workflows, activities, Temporal's SDK and its native core speak through
 * it too. Every text in it is redacted, whatever its origin.
 */
export function openLog(
  settings: LogSettings,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  const { level, redact } = settings;
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (line) => withSubject(toLogData(line, redact) as Record<string, unknown>),
      },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((each) => (typeof each === 'string' ? redact(each) : each)) as typeof args,
          );
        },
      },
    },
    destination,
  );
}

/** Workflow lines name their workflow, from which the campaign or cluster follows. */
function withSubject(line: Record<string, unknown>): Record<string, unknown> {
  return typeof line.workflowId === 'string' ? { ...subjectOfWorkflow(line.workflowId), ...line } : line;
}
