import { parseDuration } from '#domain/campaign/duration.ts';
import type { Tuning } from '#workflows/messages.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';

const defaults: Tuning = {
  readTimeoutMs: 30_000,
  beginTimeoutMs: 60_000,
  watchHeartbeatMs: 60_000,
  probeTimeoutMs: 120_000,
  retryInitialMs: 1_000,
  retryMaxMs: 60_000,
  pollMs: 30_000,
  pollFloorMs: 250,
  settleMs: 600_000,
  busyWaitMs: 7_200_000,
};

const variables: Readonly<Record<keyof Tuning, string>> = {
  readTimeoutMs: 'DRYDOCK_READ_TIMEOUT',
  beginTimeoutMs: 'DRYDOCK_BEGIN_TIMEOUT',
  watchHeartbeatMs: 'DRYDOCK_WATCH_HEARTBEAT',
  probeTimeoutMs: 'DRYDOCK_PROBE_TIMEOUT',
  retryInitialMs: 'DRYDOCK_RETRY_INITIAL',
  retryMaxMs: 'DRYDOCK_RETRY_MAX',
  pollMs: 'DRYDOCK_POLL',
  pollFloorMs: 'DRYDOCK_POLL_FLOOR',
  settleMs: 'DRYDOCK_SETTLE',
  busyWaitMs: 'DRYDOCK_BUSY_WAIT',
};

/**
 * The intervals a new campaign travels with. Each may be set through the environment as a duration
 * (`DRYDOCK_WATCH_HEARTBEAT=2s`). Throws CommandError (64) for a value that is none.
 */
export function tuningFrom(env: Readonly<Record<string, string | undefined>>): Tuning {
  const names = Object.keys(defaults) as (keyof Tuning)[];
  return Object.fromEntries(names.map((name) => [name, read(env, name)])) as unknown as Tuning;
}

function read(env: Readonly<Record<string, string | undefined>>, name: keyof Tuning): number {
  const variable = variables[name];
  const text = env[variable];
  if (text === undefined || text === '') return defaults[name];
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  throw new CommandError(
    exitCodes.usage,
    `${variable} is "${text}", not a duration`,
    'for example 30s, 5m or 2h',
  );
}
