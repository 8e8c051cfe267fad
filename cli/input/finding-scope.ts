import type { AuditScope } from '#domain/audit/audit-scope.ts';
import { reasonsNotJudged } from '#domain/audit/benchmark/benchmark.ts';
import { benchmarks, itemsNamed, type NamedItem } from '#domain/audit/benchmark/benchmarks.ts';
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
    controls: auditControls(options),
    areas: known('area', options.list('area'), areas),
    namespaces: options.list('namespace'),
    severity: severities.find((each) => each === options.text('severity')) ?? null,
  };
}

/** Throws CommandError (64) for a control, benchmark or item that does not exist, and where no control is both. */
function auditControls(options: OptionValues): readonly string[] {
  const named = known('control', options.list('control'), controlIds);
  const items = benchmarkItems(options);
  if (items.length === 0) return named;
  const asked = [...new Set(items.flatMap(({ controls }) => controls))];
  const both = named.length === 0 ? asked : named.filter((each) => asked.includes(each));
  if (both.length > 0) return both;
  const reasons = [...new Set(items.flatMap(({ notJudged }) => notJudged ?? []))];
  const why =
    named.length > 0
      ? ` of --control ${named.join(' ')}`
      : ` (${reasons.map((each) => reasonsNotJudged[each]).join(', ')})`;
  throw new CommandError(
    exitCodes.usage,
    `no control judges --benchmark ${options.list('benchmark').join(' ')}${why}`,
    'drydock audit --benchmark NAME --coverage lists the controls of each item',
  );
}

/** Throws CommandError (64) for a benchmark or an item that does not exist. */
export function benchmarkItems(options: OptionValues): readonly NamedItem[] {
  const found = options.list('benchmark').flatMap((name) => {
    const items = itemsNamed(name);
    if (items.length > 0) return items;
    throw new CommandError(
      exitCodes.usage,
      `--benchmark "${name}" does not exist`,
      `one of ${benchmarks.map(({ id }) => id).join(', ')}, or a part of one, e.g. cis-kubernetes/5.2`,
    );
  });
  return [...new Set(found)];
}

/** The one that was asked for; else every control that is named, or the usual ones. */
export function auditProfile(options: OptionValues): Profile {
  const named = profiles.find((each) => each === options.text('profile'));
  return (
    named ?? ([...options.list('control'), ...options.list('benchmark')].length > 0 ? 'strict' : usualProfile)
  );
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
