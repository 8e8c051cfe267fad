import type { CommandInput } from '../command-input.ts';
import { decideGate } from '../decide-gate.ts';
import type { ExitCode } from '../exit-codes.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  return decideGate(input, 'reject');
}
