import { parseDuration } from '#domain/text/duration.ts';
import type { Tuning } from '#protocol/tuning.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

const defaults: Tuning = {
  readTimeoutMs: 30_000,
  beginTimeoutMs: 60_000,
  watchHeartbeatMs: 60_000,
  probeTimeoutMs: 120_000,
  retryInitialMs: 1_000,
  retryMaxMs: 60_000,
  pollMs: 20_000,
  pollFloorMs: 250,
  settleMs: 600_000,
  continueAfterEvents: 4_000,
};

const durations: Readonly<Record<Exclude<keyof Tuning, 'continueAfterEvents'>, string>> = {
  readTimeoutMs: 'DRYDOCK_READ_TIMEOUT',
  beginTimeoutMs: 'DRYDOCK_BEGIN_TIMEOUT',
  watchHeartbeatMs: 'DRYDOCK_WATCH_HEARTBEAT',
  probeTimeoutMs: 'DRYDOCK_PROBE_TIMEOUT',
  retryInitialMs: 'DRYDOCK_RETRY_INITIAL',
  retryMaxMs: 'DRYDOCK_RETRY_MAX',
  pollMs: 'DRYDOCK_POLL',
  pollFloorMs: 'DRYDOCK_POLL_FLOOR',
  settleMs: 'DRYDOCK_SETTLE',
};

const countVariable = 'DRYDOCK_CONTINUE_AFTER_EVENTS';

/**
 * The intervals a new campaign travels with. Each may be set through the environment as a duration
 * (`DRYDOCK_WATCH_HEARTBEAT=2s`), the length of a history as a number. Throws CommandError (64) for others.
 */
export function tuningFrom(env: Readonly<Record<string, string | undefined>>): Tuning {
  const names = Object.keys(durations) as (keyof typeof durations)[];
  const intervals = Object.fromEntries(names.map((name) => [name, readDuration(env, name)]));
  return { ...defaults, ...intervals, continueAfterEvents: readCount(env) };
}

function readDuration(
  env: Readonly<Record<string, string | undefined>>,
  name: keyof typeof durations,
): number {
  const variable = durations[name];
  const text = env[variable];
  if (text === undefined || text === '') return defaults[name];
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  throw notUnderstood(variable, text, 'a duration', '30s, 5m or 2h');
}

function readCount(env: Readonly<Record<string, string | undefined>>): number {
  const text = env[countVariable];
  if (text === undefined || text === '') return defaults.continueAfterEvents;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw notUnderstood(countVariable, text, 'a number of events', '4000');
}

function notUnderstood(variable: string, text: string, what: string, example: string): CommandError {
  return new CommandError(exitCodes.usage, `${variable} is "${text}", not ${what}`, `for example ${example}`);
}
