import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ProgramName, programFile } from './program-file.ts';

/**
 * Turns this very process into the main program of another folder: signals, exit code and terminal are then its
 * own, and nothing of us stays in between that could outlive or orphan it. Where the system or its Node cannot replace a process
 * (Windows, Node before 22.15), the program is loaded into this one. Never returns.
 */
export async function replaceProcess(main: ProgramName, args: readonly string[]): Promise<never> {
  const program = programFile(main);
  const preloads = preloadsOf(process.env).map((file) => new URL(file, import.meta.url));
  if (canReplace()) {
    const imports = preloads.flatMap((url) => ['--import', fileURLToPath(url)]);
    process.execve?.(process.execPath, [process.execPath, ...imports, program, ...args], process.env);
  }
  process.argv = [process.execPath, program, ...args];
  await import(pathToFileURL(program).href);
  // It ends this process itself.
  return new Promise(() => undefined);
}

/** Of npm, whose shell may stand between it and us. */
function preloadsOf(env: NodeJS.ProcessEnv): readonly string[] {
  return ['one-signal.mjs', ...(env.npm_command === undefined ? [] : ['end-with-parent.mjs'])];
}

/** Node has the function on Windows, too, where it throws. */
function canReplace(): boolean {
  return process.execve !== undefined && process.platform !== 'win32';
}
