import type { CampaignStatus } from '#domain/status/status.ts';
import { parseDuration } from '#domain/text/duration.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from '../input/command-input.ts';
import { terminalPalette } from '../input/terminal-options.ts';
import { openStatusReader, type StatusReader } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import type { Palette } from '../view/terminal/colour.ts';
import { log } from '../view/terminal/print.ts';
import { endExitCode, waitsForPerson } from './phase-exit-code.ts';
import { openScreen } from './watch-screen.ts';

const pollMs = 2_000;
const simulatedPollMs = 500;

export interface WatchOptions {
  readonly exitOnGate: boolean;
  readonly timeoutMs: number | null;
  readonly palette: Palette;
  /** Called with every look. */
  readonly onRead?: (status: CampaignStatus) => Promise<void>;
}

/** Throws CommandError (64) for a timeout that is no duration, and where a watch should be one JSON document. */
export function watchOptionsFrom(options: OptionValues): WatchOptions {
  if (options.isOn('watch') && options.wantsJson())
    throw new CommandError(
      exitCodes.usage,
      '--watch shows what changes, line by line, and -o json is one document',
      'leave one of them out; drydock status ID -o json may be asked again and again',
    );
  const timeout = options.text('timeout');
  const timeoutMs = timeout === null ? null : parseDuration(timeout);
  if (timeout !== null && timeoutMs === null)
    throw new CommandError(
      exitCodes.usage,
      `--timeout "${timeout}" is not a duration`,
      'for example 90s, 30m or 2h',
    );
  return { exitOnGate: options.isOn('exitOnGate'), timeoutMs, palette: terminalPalette(options) };
}

/** As `watchCampaign`; whoever leaves before the end is told how to come back and how to stop it. */
export async function watchForOperator(
  session: TemporalSession,
  name: string,
  options: WatchOptions,
): Promise<ExitCode> {
  const exitCode = await watchCampaign(session, name, options);
  if (exitCode === exitCodes.detached || exitCode === exitCodes.timedOut)
    log(
      `The campaign goes on. Come back: drydock watch ${name}   Stop it: drydock abort ${name} --reason "..."`,
    );
  return exitCode;
}

/**
 * Shows a campaign until it ends (0, 3, 4), waits for a person (5, where asked for), the timeout runs out (124)
 * or Ctrl-C detaches (130). The campaign does not notice any of it.
 */
export async function watchCampaign(
  session: TemporalSession,
  name: string,
  options: WatchOptions,
): Promise<ExitCode> {
  const interrupt = new AbortController();
  const detach = () => interrupt.abort();
  process.once('SIGINT', detach);
  try {
    return await follow(openStatusReader(session, name), session, options, interrupt.signal);
  } finally {
    process.off('SIGINT', detach);
  }
}

async function follow(
  read: StatusReader,
  session: TemporalSession,
  { exitOnGate, timeoutMs, palette, onRead }: WatchOptions,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  const giveUpAt = timeoutMs === null ? Number.POSITIVE_INFINITY : Date.now() + timeoutMs;
  const screen = openScreen({ namespace: session.namespace, palette, onQuit: interrupted });
  try {
    for (;;) {
      const reading = await read();
      const { status } = reading;
      if (!screen.left.aborted) screen.show(reading);
      const exitCode = judge(status, exitOnGate);
      if (exitCode !== null) return exitCode;
      await onRead?.(status);
      if (screen.left.aborted) return exitCodes.detached;
      if (Date.now() >= giveUpAt) return exitCodes.timedOut;
      const nextLook = status.pace === null ? pollMs : simulatedPollMs;
      await pause(Math.min(nextLook, giveUpAt - Date.now()), screen.left);
    }
  } finally {
    screen.close();
  }
}

function judge(status: CampaignStatus, exitOnGate: boolean): ExitCode | null {
  return endExitCode(status) ?? (exitOnGate && waitsForPerson(status) ? exitCodes.waitingForPerson : null);
}

function pause(ms: number, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (until.aborted) return resolve();
    const timer = setTimeout(done, Math.max(0, ms));
    until.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      until.removeEventListener('abort', done);
      resolve();
    }
  });
}
