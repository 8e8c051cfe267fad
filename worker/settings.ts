import { z } from 'zod';
import { parseDuration } from '#domain/text/duration.ts';

/** What the worker reads from the environment, beyond Temporal's TEMPORAL_* and Azure's AZURE_* (docs/worker.md). */
export interface WorkerSettings {
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** 0: any free port. */
  readonly healthPort: number;
  /** null: no metrics are served. */
  readonly metricsPort: number | null;
  readonly maxActivities: number;
  /** At most one heartbeat in this time reaches the server; also how stale progress may be, and a cancel's delay. */
  readonly heartbeatThrottleMs: number;
  readonly shutdownGraceMs: number;
  /** How long a workflow waits for the worker that knows it before another may take it over. */
  readonly stickyTimeoutMs: number;
  /** A file that `worker/bundle-workflows.ts` wrote; null: the one of the npm package, or the workflows are bundled at the start. */
  readonly workflowBundle: string | null;
  /** null: the worker takes part in no worker deployment. */
  readonly deployment: { readonly deploymentName: string; readonly buildId: string } | null;
}

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  context.addIssue({ code: 'custom', message: `expected a duration such as 10s, got "${text}"` });
  return z.NEVER;
});

/** Digits alone: `Number` would take an empty text for 0 and "1e3" for a port. */
const wholeNumber = (min: number, max: number) =>
  z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    context.addIssue({
      code: 'custom',
      message: `expected a whole number from ${min} to ${max}, got "${text}"`,
    });
    return z.NEVER;
  });

const logLevel = z.enum(['debug', 'info', 'warn', 'error'], {
  error: ({ input }) => `expected debug, info, warn or error, got "${String(input)}"`,
});

const environment = z.object({
  DRYDOCK_LOG_LEVEL: logLevel.default('info'),
  DRYDOCK_HEALTH_PORT: wholeNumber(0, 65_535).prefault('8090'),
  DRYDOCK_METRICS_PORT: wholeNumber(1, 65_535).optional(),
  DRYDOCK_MAX_ACTIVITIES: wholeNumber(1, 100_000).prefault('500'),
  DRYDOCK_HEARTBEAT_THROTTLE: duration.prefault('10s'),
  DRYDOCK_SHUTDOWN_GRACE: duration.prefault('10s'),
  DRYDOCK_STICKY_TIMEOUT: duration.prefault('10s'),
  DRYDOCK_WORKFLOW_BUNDLE: z.string().optional(),
  TEMPORAL_DEPLOYMENT_NAME: z.string().optional(),
  TEMPORAL_WORKER_BUILD_ID: z.string().optional(),
});

/** The variables that `readSettings` understands. */
export const workerVariables: readonly string[] = Object.keys(environment.shape);

type Env = Readonly<Record<string, string | undefined>>;

/** Either the settings or a sentence for every variable that is not understood. An empty variable is one not set. */
export function readSettings(env: Env): WorkerSettings | { readonly problems: readonly string[] } {
  const read = environment.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
  );
  const unpaired = unpairedDeployment(env);
  if (!read.success || unpaired.length > 0) {
    const issues = read.success ? [] : read.error.issues;
    return { problems: [...issues.map(({ path, message }) => `${path.join('.')}: ${message}`), ...unpaired] };
  }
  const { data } = read;
  return {
    logLevel: data.DRYDOCK_LOG_LEVEL,
    healthPort: data.DRYDOCK_HEALTH_PORT,
    metricsPort: data.DRYDOCK_METRICS_PORT ?? null,
    maxActivities: data.DRYDOCK_MAX_ACTIVITIES,
    heartbeatThrottleMs: data.DRYDOCK_HEARTBEAT_THROTTLE,
    shutdownGraceMs: data.DRYDOCK_SHUTDOWN_GRACE,
    stickyTimeoutMs: data.DRYDOCK_STICKY_TIMEOUT,
    workflowBundle: data.DRYDOCK_WORKFLOW_BUNDLE ?? null,
    deployment: deploymentOf(data.TEMPORAL_DEPLOYMENT_NAME, data.TEMPORAL_WORKER_BUILD_ID),
  };
}

function deploymentOf(
  deploymentName: string | undefined,
  buildId: string | undefined,
): WorkerSettings['deployment'] {
  return deploymentName === undefined || buildId === undefined ? null : { deploymentName, buildId };
}

function unpairedDeployment(env: Env): readonly string[] {
  const pair = ['TEMPORAL_DEPLOYMENT_NAME', 'TEMPORAL_WORKER_BUILD_ID'] as const;
  const [missing, ...others] = pair.filter((name) => !env[name]);
  if (missing === undefined || others.length > 0) return [];
  return [`${missing}: missing; a worker deployment needs ${pair.join(' and ')}`];
}
