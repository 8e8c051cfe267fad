import type { CampaignStatus } from '#domain/status/status.ts';
import { parseDuration } from '#domain/text/duration.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from '../input/command-input.ts';
import { viewerName } from '../input/operator-identity.ts';
import { terminalPalette } from '../input/terminal-options.ts';
import { openStatusReader, type StatusReader } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import type { Palette } from '../view/terminal/colour.ts';
import { log } from '../view/terminal/print.ts';
import { during, withoutProgress } from '../view/terminal/progress.ts';
import { endExitCode, waitsForPerson } from './phase-exit-code.ts';
import { openScreen } from './watch-screen.ts';

const pollMs = 2_000;
const simulatedPollMs = 500;

export interface WatchOptions {
  readonly exitOnGate: boolean;
  readonly timeoutMs: number | null;
  /** Who watches, so that no one is offered what they may not send; null: unknown. */
  readonly viewer: string | null;
  readonly palette: Palette;
  /** Called after every reading. */
  readonly onRead?: (status: CampaignStatus) => Promise<void>;
}

/** Throws CommandError (64) for a timeout that is not a duration, and for a watch as JSON. */
export function watchOptionsFrom(options: OptionValues): WatchOptions {
  if (options.isOn('watch') && options.wantsJson())
    throw new CommandError(
      exitCodes.usage,
      '--watch prints one line per change, -o json is one document',
      'use one of them; drydock status ID -o json can be polled',
    );
  const timeout = options.text('timeout');
  const timeoutMs = timeout === null ? null : parseDuration(timeout);
  if (timeout !== null && timeoutMs === null)
    throw new CommandError(
      exitCodes.usage,
      `--timeout "${timeout}" is not a duration`,
      'for example 90s, 30m or 2h',
    );
  return {
    exitOnGate: options.isOn('exitOnGate'),
    timeoutMs,
    viewer: viewerName(options),
    palette: terminalPalette(options),
  };
}

/** As `watchCampaign`; after a detach it prints how to watch again and how to abort. */
export async function watchForOperator(
  session: TemporalSession,
  name: string,
  options: WatchOptions,
): Promise<ExitCode> {
  const exitCode = await watchCampaign(session, name, options);
  if (exitCode === exitCodes.detached || exitCode === exitCodes.timedOut)
    log(`The campaign continues. Watch: drydock watch ${name}   Abort: drydock abort ${name} --reason "..."`);
  return exitCode;
}

/**
 * Shows a campaign until it ends (0, 3, 4), an operator is required (5, if `exitOnGate`), the timeout expires (124) or
 * Ctrl-C detaches (130). The campaign is not affected.
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
    return await withoutProgress(() =>
      follow(openStatusReader(session, name), session, options, interrupt.signal),
    );
  } finally {
    process.off('SIGINT', detach);
  }
}

async function follow(
  read: StatusReader,
  session: TemporalSession,
  { exitOnGate, timeoutMs, viewer, palette, onRead }: WatchOptions,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  const deadline = timeoutMs === null ? Number.POSITIVE_INFINITY : Date.now() + timeoutMs;
  const screen = openScreen({ namespace: session.namespace, viewer, palette, onQuit: interrupted });
  let isFirst = true;
  try {
    for (;;) {
      const reading = await (isFirst ? during('reading the campaign', read) : read());
      isFirst = false;
      const { status } = reading;
      if (!screen.detached.aborted) screen.show(reading);
      const exitCode = judge(status, exitOnGate);
      if (exitCode !== null) return exitCode;
      await onRead?.(status);
      if (screen.detached.aborted) return exitCodes.detached;
      if (Date.now() >= deadline) return exitCodes.timedOut;
      const waitMs = status.pace === null ? pollMs : simulatedPollMs;
      await pause(Math.min(waitMs, deadline - Date.now()), screen.detached);
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
