import { z } from 'zod';
import { parseDuration } from '#domain/campaign/duration.ts';

/** What the worker reads from the environment, beyond Temporal's TEMPORAL_* and Azure's AZURE_*. */
export interface WorkerSettings {
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** 0: any free port. */
  readonly healthPort: number;
  readonly maxActivities: number;
  /** At most one heartbeat in this time reaches the server; also how stale progress may be, and a cancel's delay. */
  readonly heartbeatThrottleMs: number;
  readonly shutdownGraceMs: number;
  /** How long a workflow waits for the worker that knows it before another may take it over. */
  readonly stickyTimeoutMs: number;
}

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  context.addIssue({ code: 'custom', message: `expected a duration such as 10s, got "${text}"` });
  return z.NEVER;
});

const environment = z.object({
  DRYDOCK_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  DRYDOCK_HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(8090),
  DRYDOCK_MAX_ACTIVITIES: z.coerce.number().int().min(1).default(500),
  DRYDOCK_HEARTBEAT_THROTTLE: duration.prefault('10s'),
  DRYDOCK_SHUTDOWN_GRACE: duration.prefault('10s'),
  DRYDOCK_STICKY_TIMEOUT: duration.prefault('10s'),
});

/** Throws an Error that names every variable which is not understood. */
export function readSettings(env: NodeJS.ProcessEnv): WorkerSettings {
  const read = environment.safeParse(env);
  if (!read.success)
    throw new Error(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  return {
    logLevel: read.data.DRYDOCK_LOG_LEVEL,
    healthPort: read.data.DRYDOCK_HEALTH_PORT,
    maxActivities: read.data.DRYDOCK_MAX_ACTIVITIES,
    heartbeatThrottleMs: read.data.DRYDOCK_HEARTBEAT_THROTTLE,
    shutdownGraceMs: read.data.DRYDOCK_SHUTDOWN_GRACE,
    stickyTimeoutMs: read.data.DRYDOCK_STICKY_TIMEOUT,
  };
}
