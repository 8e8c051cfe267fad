import { parseTarget } from '#domain/campaign/operator-target.ts';
import type { OperatorAnswer, OperatorRequest } from '#protocol/messages.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { operatorName, operatorReason } from '../input/operator-identity.ts';
import { confirm } from '../input/prompt.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { printJson, printText } from '../view/terminal/print.ts';

type Send = (session: TemporalSession, name: string, request: OperatorRequest) => Promise<OperatorAnswer>;

/** What is asked before it is sent, and what to look at before that. */
interface Confirmation {
  readonly question: string;
  readonly first: string;
}

/**
 * What all verbs share: who, when and why go along; the campaign's answer is printed. Throws CommandError (64) where a
 * reason or a confirmation is missing and nobody can be asked.
 */
export async function steerCommand(
  { positional, options }: CommandInput,
  verb: string,
  send: Send,
  confirmation: Confirmation | null = null,
): Promise<ExitCode> {
  const [name = ''] = positional;
  const request = { by: operatorName(options), reason: await operatorReason(options, verb) };
  if (confirmation !== null && !options.isOn('yes')) await confirm(confirmation.question, confirmation.first);
  const answer = await withTemporal((session) => send(session, name, request));
  if (options.wantsJson()) printJson({ kind: 'OperatorAnswer', campaign: name, ...answer });
  else printText(answer.text);
  return exitCodes.done;
}

/** A part of a campaign. Throws CommandError (64) where none is named, and for what is none. */
export function requiredTarget({ options }: CommandInput, kinds: readonly TargetKind[] = parts): string {
  return checked(options.requiredText('target', 'for example --target cluster/aks-pay-weu'), kinds);
}

/** As `requiredTarget`; nothing, where no `--target` was given. */
export function optionalTarget(
  { options }: CommandInput,
  kinds: readonly TargetKind[] = parts,
): { readonly target?: string } {
  const target = options.text('target');
  return target === null ? {} : { target: checked(target, kinds) };
}

type TargetKind = keyof typeof targetForms;

const targetForms = { stage: 'stage/NAME', cluster: 'cluster/NAME', pool: 'pool/CLUSTER/POOL' } as const;
const parts: readonly TargetKind[] = ['stage', 'cluster', 'pool'];

function checked(text: string, kinds: readonly TargetKind[]): string {
  const target = parseTarget(text);
  if (target !== null && kinds.some((kind) => kind === target.kind)) return text.trim();
  const forms = kinds.map((kind) => targetForms[kind]).join(' or ');
  throw new CommandError(exitCodes.usage, `"${text}" is not a target`, `write ${forms}`);
}
