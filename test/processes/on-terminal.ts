import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const node = join(root, 'node_modules', '.bin', 'node');
const pseudoTerminal = 'script';

interface Terminal {
  readonly columns: number;
  readonly env: Readonly<Record<string, string>>;
  /** What is typed, each once the text before it is on the screen: [shown, typed]. */
  readonly answers?: readonly (readonly [string, string])[];
}

/** Runs a command line on a pseudo-terminal (util-linux `script`); `screen` has stdout and stderr, without colours. */
export async function onTerminal(
  args: readonly string[],
  { columns, env, answers = [] }: Terminal,
): Promise<{ readonly exitCode: number | null; readonly screen: string }> {
  const quoted = [node, join(root, 'cli', 'drydock.ts'), ...args].map((word) => `'${word}'`).join(' ');
  const command = `stty cols ${columns} rows 200 -echo; exec ${quoted}`;
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  const child = spawn(pseudoTerminal, ['-qec', command, '/dev/null'], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, TZ: 'Europe/Berlin', NO_COLOR: '1', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  const left = [...answers];
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    const next = left[0];
    if (next === undefined || !screen.includes(next[0])) return;
    left.shift();
    child.stdin.write(`${next[1]}\n`);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, screen: screen.replaceAll('\r\n', '\n') }));
  });
}
