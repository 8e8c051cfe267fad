import type { CommandInput } from '../command-input.ts';
import type { ExitCode } from '../exit-codes.ts';
import { withTemporal } from '../temporal-client.ts';
import { watchForOperator, watchOptionsFrom } from '../watch-campaign.ts';

export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const watch = watchOptionsFrom(options);
  return withTemporal((session) => watchForOperator(session, positional[0] ?? '', watch));
}
