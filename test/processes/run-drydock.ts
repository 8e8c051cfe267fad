import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const execPath = join(root, 'node_modules', '.bin', 'node');

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** What a host is sent; it answers with what it `Ran`. */
export interface HostedCommand {
  readonly args: readonly string[];
  readonly env: Environment;
}

/** More would only take the processor from each other. */
const mostHosts = 2;
let hosts = 0;
/** Hosts that wait for their next command, and commands that wait for a host. */
const idle: ChildProcess[] = [];
const waiting: ((host: ChildProcess) => void)[] = [];

/**
 * Runs a command line as a script would: no terminal, this environment and nothing of ours; in a process that has run
 * others before (test/processes/command-host.ts).
 */
export async function runDrydock(args: readonly string[], env: Environment = {}): Promise<Ran> {
  const host = await takeHost();
  host.send({ args, env: scriptEnvironment(env) } satisfies HostedCommand);
  const [ran] = (await once(host, 'message')) as [Ran];
  const next = waiting.shift();
  if (next === undefined) idle.push(host);
  else next(host);
  return ran;
}

/**
 * The same in a process of its own, for what happens before the first command is read and after the last word, and for
 * what is piped into it.
 */
export function spawnDrydock(args: readonly string[], env: Environment = {}, stdin = ''): Promise<Ran> {
  const child = spawn(execPath, [join(root, 'cli', 'drydock.ts'), ...args], {
    cwd: root,
    env: scriptEnvironment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(stdin);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

function scriptEnvironment(env: Environment): Record<string, string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE, TZ: 'Europe/Berlin', ...env };
}

async function takeHost(): Promise<ChildProcess> {
  const free = idle.pop();
  if (free !== undefined) return free;
  if (hosts < mostHosts) return startHost();
  return new Promise((resolve) => waiting.push(resolve));
}

/** It ends with us: its channel is closed then. */
function startHost(): ChildProcess {
  hosts += 1;
  const host = fork(join(import.meta.dirname, 'command-host.ts'), {
    cwd: root,
    execPath,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  host.channel?.unref();
  host.unref();
  return host;
}
