import { spawn } from 'node:child_process';
import { findOnPath, isExecutable } from './find-program.ts';

const reportEveryMs = 15_000;

/** Go's own command, also where its installer left it outside PATH; null: there is none. */
export function findGo(env: NodeJS.ProcessEnv): string | null {
  return findOnPath('go', env) ?? ['/usr/local/go/bin/go'].find(isExecutable) ?? null;
}

interface GoRun {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Called every 15 s while it builds. */
  readonly log: (line: string) => void;
}

/** Runs Go and answers with the seconds it took. Throws an Error with its last line where it fails. */
export async function runGo(
  go: string,
  args: readonly string[],
  { log, ...options }: GoRun,
): Promise<number> {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const report = setInterval(() => log(`  still building, ${seconds()} s`), reportEveryMs);
  try {
    await run(go, args, options);
    return seconds();
  } finally {
    clearInterval(report);
  }
}

function run(command: string, args: readonly string[], options: Omit<GoRun, 'log'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-2_000);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(words.trim().split('\n').at(-1) ?? `exit code ${code}`));
    });
  });
}
