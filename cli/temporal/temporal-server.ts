import { finished } from 'node:stream/promises';
import { Connection } from '@temporalio/client';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { type ChildProgram, startProgram } from '../process/child-program.ts';
import { freePort } from '../process/free-port.ts';
import { searchAttributes } from './search-attributes.ts';
import { bringTemporalBinary, type Log } from './temporal-binary.ts';

const startWithinMs = 40_000;
const pollMs = 50;
const callWithinMs = 2_000;
/** Between finding a free port and listening on it, another program can take it. */
const attempts = 3;

export interface TemporalServer {
  /** "127.0.0.1:PORT" */
  readonly address: string;
  /** null where it runs headless. */
  readonly uiUrl: string | null;
  /** null where it is not ours. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

export interface TemporalServerOptions {
  /** Absent or 0: a free one. */
  readonly port?: number;
  readonly uiPort?: number;
  /** Keeps its state over restarts; absent: in memory. */
  readonly dbFile?: string;
  readonly headless?: boolean;
  /** Created at launch besides `default`, each with our search attributes. */
  readonly namespaces?: readonly string[];
  /** Where progress goes; stderr by default. */
  readonly log?: Log;
}

/** The server of TEMPORAL_ADDRESS, which is not ours to stop; without that setting, one of our own. */
export async function useTemporalServer(options: TemporalServerOptions = {}): Promise<TemporalServer> {
  const address = process.env.TEMPORAL_ADDRESS;
  if (address === undefined || address === '') return startTemporalServer(options);
  logOf(options)(`Temporal server: ${address} (TEMPORAL_ADDRESS)`);
  return { address, uiUrl: null, pid: null, stop: () => Promise.resolve() };
}

/**
 * Starts a real Temporal server on loopback, with our search attributes registered and timers exact to about
 * 10 ms (the server rounds them up to 1 s otherwise, which a paced campaign would feel), and waits until it
 * answers. Throws CommandError (69) when there is none to start or it does not come up.
 */
export async function startTemporalServer(options: TemporalServerOptions = {}): Promise<TemporalServer> {
  const log = logOf(options);
  const binary = await bringTemporalBinary(log);
  log(`Temporal server: ${binary.path} (${binary.origin})`);
  const mayMove = !options.port && !options.uiPort;
  for (let left = mayMove ? attempts : 1; ; left -= 1) {
    const started = await launch(binary.path, options);
    if (started.ok) return started.server;
    if (left <= 1 || !started.endedAtOnce) throw started.error;
  }
}

type Launch =
  | { readonly ok: true; readonly server: TemporalServer }
  | { readonly ok: false; readonly endedAtOnce: boolean; readonly error: CommandError };

async function launch(binary: string, options: TemporalServerOptions): Promise<Launch> {
  const port = options.port || (await freePort());
  const uiPort = options.headless ? null : options.uiPort || (await freePort());
  const program = startProgram(binary, serverArguments(port, uiPort, options), {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stderrOf = keepStderr(program);
  const address = `127.0.0.1:${port}`;
  const outcome = await untilReady(address, program);
  if (outcome !== 'ready') {
    await program.stop();
    return {
      ok: false,
      endedAtOnce: outcome === 'ended',
      error: didNotStart(address, outcome, await stderrOf()),
    };
  }
  const uiUrl = uiPort === null ? null : `http://127.0.0.1:${uiPort}`;
  return {
    ok: true,
    server: { address, uiUrl, pid: program.process.pid ?? null, stop: () => program.stop() },
  };
}

function logOf(options: TemporalServerOptions): Log {
  return options.log ?? ((line) => process.stderr.write(`${line}\n`));
}

function serverArguments(
  port: number,
  uiPort: number | null,
  { dbFile, namespaces = [] }: TemporalServerOptions,
): readonly string[] {
  const ui = uiPort === null ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort)];
  const database = dbFile === undefined ? [] : ['--db-filename', dbFile];
  const exactTimers = ['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="10ms"'];
  const created = namespaces.flatMap((namespace) => ['--namespace', namespace]);
  const attributes = searchAttributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${type}`]);
  const listen = ['--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'];
  return ['server', 'start-dev', ...listen, ...ui, ...database, ...exactTimers, ...created, ...attributes];
}

/** The server's stderr, its end only: what it says when it does not come up. Ask once it is gone. */
function keepStderr({ process: { stderr } }: ChildProgram): () => Promise<string> {
  let words = '';
  stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-2_000);
  });
  return async () => {
    if (stderr !== null) await finished(stderr).catch(() => undefined);
    return words.trim();
  };
}

type Outcome = 'ready' | 'ended' | 'silent';

async function untilReady(address: string, program: ChildProgram): Promise<Outcome> {
  const connection = Connection.lazy({ address });
  const giveUpAt = Date.now() + startWithinMs;
  let gone = false;
  void program.ended.then(() => {
    gone = true;
  });
  try {
    while (!(await answers(connection))) {
      if (gone) return 'ended';
      if (Date.now() > giveUpAt) return 'silent';
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    return 'ready';
  } finally {
    await connection.close();
  }
}

function didNotStart(address: string, outcome: Outcome, words: string): CommandError {
  const how = outcome === 'ended' ? 'ended at once' : `did not answer within ${startWithinMs / 1000} s`;
  return new CommandError(
    exitCodes.unavailable,
    `the Temporal server for ${address} ${how}${words === '' ? '' : `: ${words}`}`,
    'if a port is taken, choose another one or none at all (a free one is then taken)',
  );
}

async function answers(connection: Connection): Promise<boolean> {
  try {
    const { customAttributes } = await connection.withDeadline(Date.now() + callWithinMs, () =>
      connection.operatorService.listSearchAttributes({ namespace: 'default' }),
    );
    return searchAttributes.every(({ name }) => name in (customAttributes ?? {}));
  } catch {
    return false;
  }
}
