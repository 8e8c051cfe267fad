import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

const patienceMs = 8_000;

/** A program that this process started and that must not outlive it. */
export interface ChildProgram {
  readonly process: ChildProcess;
  /** Settles once, when the program is gone. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Asks politely (SIGTERM), insists after some seconds; returns when the program is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C reaches us alone and we stop our programs
 * in the right order. Should this process exit first, the group is killed.
 */
export function startProgram(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'stdio' | 'cwd'>,
): ChildProgram {
  const child = spawn(command, args, { ...options, detached: true });
  const killGroup = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killGroup);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  }).finally(() => process.off('exit', killGroup));

  return {
    process: child,
    ended,
    async stop() {
      signalGroup(child, 'SIGTERM');
      const insist = setTimeout(killGroup, patienceMs);
      await ended;
      clearTimeout(insist);
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Gone already: what was wanted.
  }
}
