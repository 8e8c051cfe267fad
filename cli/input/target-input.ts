import { parseTarget } from '#domain/campaign/operator-target.ts';
import { nearestName } from '#domain/text/nearest-name.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from './command-input.ts';

const targetForms = { stage: 'stage/NAME', cluster: 'cluster/NAME', pool: 'pool/CLUSTER/POOL' } as const;

export type TargetKind = keyof typeof targetForms;

/** `--target`. Throws CommandError (64) where it is missing or of another kind. */
export function requiredTarget(options: OptionValues, kinds: readonly TargetKind[]): string {
  return checked(options.requiredText('target', 'for example --target cluster/aks-pay-weu'), kinds);
}

/** As `requiredTarget`; null: the campaign. */
export function optionalTarget(options: OptionValues, kinds: readonly TargetKind[]): string | null {
  const target = options.text('target');
  return target === null ? null : checked(target, kinds);
}

function checked(text: string, kinds: readonly TargetKind[]): string {
  const target = parseTarget(text);
  if (target !== null && kinds.some((kind) => kind === target.kind)) return text.trim();
  const forms = kinds.map((kind) => targetForms[kind]).join(' or ');
  const [kind = '', ...rest] = text.trim().split('/');
  const near = rest.length === 0 ? null : nearestName(kind, kinds);
  const hint = near === null || near === kind ? '' : `; did you mean ${[near, ...rest].join('/')}?`;
  throw new CommandError(exitCodes.usage, `--target "${text}" is not a target${hint}`, `write ${forms}`);
}
