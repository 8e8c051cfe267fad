import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { watchForOperator, watchOptionsFrom } from '../steer/watch-campaign.ts';
import { withTemporal } from '../temporal/temporal-client.ts';

export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const watch = watchOptionsFrom(options);
  return withTemporal((session) => watchForOperator(session, positional[0] ?? '', watch));
}
