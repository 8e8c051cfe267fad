import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { decideGate } from '../steer/decide-gate.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  return decideGate(input, 'approve');
}
