import { openCodecServer } from '../codec/codec-server.ts';
import { readCodecSettings } from '../codec/codec-settings.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput, OptionValues } from '../input/command-input.ts';
import { log, printText } from '../view/terminal/print.ts';
import { withoutProgress } from '../view/terminal/progress.ts';

const usualPort = '8091';
const usualHost = '127.0.0.1';

/** Serves until SIGTERM or SIGINT; what is being answered then is finished. A second signal ends it at once. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const settings = await readCodecSettings(process.env);
  const [host, port] = [options.text('host') ?? usualHost, portFrom(options)];
  const server = await openCodecServer(settings, { host, port }).catch((error: NodeJS.ErrnoException) => {
    throw cannotListen(host, port, error);
  });
  const ended = new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
  const ready = { host, port: server.port, uiOrigin: settings.uiOrigin, pid: process.pid };
  printText(JSON.stringify({ apiVersion: 'drydock.dev/v1', kind: 'CodecServerReady', ...ready }));
  await withoutProgress(() => ended);
  log('shutting down');
  await server.drain();
  return exitCodes.done;
}

/** Throws CommandError (64). */
function portFrom(options: OptionValues): number {
  const typed = options.text('port') ?? usualPort;
  if (/^\d{1,5}$/.test(typed) && Number(typed) <= 65_535) return Number(typed);
  throw new CommandError(exitCodes.usage, `--port expects a whole number from 0 to 65535, got "${typed}"`);
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): CommandError {
  const reason = error.code === 'EADDRINUSE' ? 'the port is already in use' : (error.code ?? error.message);
  return new CommandError(
    exitCodes.unavailable,
    `cannot listen on ${host}, port ${port}: ${reason}`,
    'name another with --port (0: a free one) or --host',
    error,
  );
}
