import type { AuditScope } from '#domain/audit/audit-scope.ts';
import { areas, severities } from '#domain/audit/control/control.ts';
import { controlIds } from '#domain/audit/control/control-ids.ts';
import { type Profile, profiles, usualProfile } from '#domain/audit/control/profiles.ts';
import { features } from '#domain/removal/features/features.ts';
import { findingRules, type RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import type { ScanScope } from '#domain/removal/findings/scan-scope.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from './command-input.ts';

/** Throws CommandError (64) for a control, area or severity that does not exist. */
export function auditScope(options: OptionValues): AuditScope {
  return {
    controls: known('control', options.list('control'), controlIds),
    areas: known('area', options.list('area'), areas),
    namespaces: options.list('namespace'),
    severity: severities.find((each) => each === options.text('severity')) ?? null,
  };
}

/** The one that was asked for; else every control that is named, or the usual ones. */
export function auditProfile(options: OptionValues): Profile {
  const named = profiles.find((each) => each === options.text('profile'));
  return named ?? (options.list('control').length > 0 ? 'strict' : usualProfile);
}

/** Throws CommandError (64) for a rule or feature that does not exist. */
export function scanScope(options: OptionValues): ScanScope {
  const ids = [...findingRules, ...features.map(({ id }) => id)];
  return {
    controls: known('control', options.list('control'), ids),
    namespaces: options.list('namespace'),
    severity: scanSeverity(options.text('severity')),
  };
}

export function scanSeverity(typed: string | null): RemovalFinding['severity'] | null {
  return (['BLOCK', 'WARN', 'INFO'] as const).find((each) => each.toLowerCase() === typed) ?? null;
}

function known<T extends string>(option: string, typed: readonly string[], all: readonly T[]): readonly T[] {
  return typed.map((each) => {
    const found = all.find((one) => one.toLowerCase() === each.toLowerCase());
    if (found !== undefined) return found;
    throw new CommandError(
      exitCodes.usage,
      `--${option} "${each}" does not exist`,
      `one of ${all.join(', ')}`,
    );
  });
}
