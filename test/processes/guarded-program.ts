import { type ChildProgram, startProgram } from '#cli/process/child-program.ts';

/** Ends the program with anyone who holds the other end of its standard input, however that one ends. */
const guard = `
trap : TERM
exec 3<&0
"$@" 3<&- </dev/null & program=$!
{ read -r _ <&3; kill -KILL "$program"; } 2>/dev/null & watcher=$!
wait "$program"
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
exit $code
`;

export interface GuardedProgram extends ChildProgram {
  /** The last of what it said on its standard error. */
  readonly lastWords: () => string;
}

/** As startProgram, for programs that must not even survive a SIGKILL of this process. */
export function startGuardedProgram(command: string, args: readonly string[]): GuardedProgram {
  const program = startProgram('sh', ['-c', guard, 'sh', command, ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let words = '';
  program.process.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4_000);
  });
  return { ...program, lastWords: () => words.trim() };
}
