import type { OperatorAnswer, OperatorRequest } from '#workflows/messages.ts';
import { CommandError } from './command-error.ts';
import type { CommandInput } from './command-input.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { operatorName, operatorReason } from './operator-identity.ts';
import { printJson, printText } from './print.ts';
import type { TemporalSession } from './temporal-client.ts';
import { withTemporal } from './temporal-client.ts';

type Send = (session: TemporalSession, name: string, request: OperatorRequest) => Promise<OperatorAnswer>;

/** What all verbs share: who, when and why go along; the campaign's answer is printed. */
export async function steerCommand(
  { positional, options }: CommandInput,
  verb: string,
  send: Send,
): Promise<ExitCode> {
  const [name = ''] = positional;
  const request = { by: operatorName(options), reason: await operatorReason(options, verb) };
  const answer = await withTemporal((session) => send(session, name, request));
  if (options.wantsJson()) printJson({ kind: 'OperatorAnswer', campaign: name, ...answer });
  else printText(answer.text);
  return exitCodes.done;
}

/** "cluster/NAME". Throws CommandError (64) for anything else. */
export function clusterTarget({ options }: CommandInput): string {
  const target = options.requiredText('target', 'for example --target cluster/aks-pay-weu');
  if (/^cluster\/[^/]+$/.test(target)) return target;
  throw new CommandError(exitCodes.usage, `"${target}" is not a target`, 'write cluster/NAME');
}
