import { createInterface } from 'node:readline';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { ChildProgram } from '../process/child-program.ts';

const readyWithinMs = 60_000;

/**
 * Waits for the one JSON line that a program prints on stdout once it serves.
 * Throws CommandError (69) with the end of the program's stderr if it ends or prints nothing for a minute.
 */
export async function readyLine(
  name: string,
  program: ChildProgram,
): Promise<Readonly<Record<string, unknown>>> {
  const { stdout, stderr } = program.process;
  if (stdout === null || stderr === null) throw new Error(`${name} was started without pipes`);
  let words = '';
  stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-2_000);
  });
  const lines = createInterface({ input: stdout });
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  const silence = new AbortController();
  const outcome = await Promise.race([line, program.ended.then(() => null), silent(silence.signal)]);
  silence.abort();
  if (outcome !== null) return JSON.parse(outcome) as Record<string, unknown>;
  throw new CommandError(
    exitCodes.unavailable,
    `${name} did not start${words === '' ? '' : `: ${words.trim()}`}`,
  );
}

function silent(over: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), readyWithinMs);
    over.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}
