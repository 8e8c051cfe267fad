import { asBaseline, type GradedFinding, joinBaselines, type KnownFinding } from '#domain/known-findings.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from './command-input.ts';
import { readTextFile } from './read-text-file.ts';
import { writeTextFile } from './write-text-file.ts';

/** Whose findings a file holds, and its levels, the worst first. */
interface BaselineKind {
  readonly of: 'audit' | 'scan';
  readonly levels: readonly string[];
}

/**
 * The findings that `--baseline` accepts, and all that were `found` where `--write-baseline` saves them; null without both options.
 * Throws CommandError: 65 for an invalid file, 1 where the file cannot be written.
 */
export function findingsBaseline(
  options: OptionValues,
  kind: BaselineKind,
  found: () => readonly GradedFinding[],
): readonly KnownFinding[] | null {
  const [from, to] = [options.text('baseline'), options.text('writeBaseline')];
  const before = from === null ? [] : readBaseline(from, kind);
  if (to === null) return from === null ? null : before;
  const findings = asBaseline(found(), kind.levels);
  const document = { apiVersion: 'drydock.dev/v1', kind: 'FindingsBaseline', of: kind.of, findings };
  writeTextFile(to, 'the baseline', `${JSON.stringify(document, null, 2)}\n`);
  return joinBaselines([before, findings], kind.levels);
}

function readBaseline(file: string, { of, levels }: BaselineKind): readonly KnownFinding[] {
  const text = readTextFile(file);
  const refuse = (why: string) =>
    new CommandError(
      exitCodes.invalidFile,
      `${file} is not a baseline of ${of} findings: ${why}`,
      `drydock ${of} ... --write-baseline ${file} writes one`,
    );
  const parsed = parse(text);
  if (parsed === null) throw refuse('not valid JSON');
  if (parsed.kind !== 'FindingsBaseline' || parsed.of !== of || !Array.isArray(parsed.findings))
    throw refuse(`it needs kind FindingsBaseline, of ${of} and findings`);
  return parsed.findings.map((each: Readonly<Record<string, unknown>> | null, at) => {
    const { fingerprint, level } = each ?? {};
    if (typeof fingerprint !== 'string' || typeof level !== 'string' || !levels.includes(level))
      throw refuse(`finding ${at + 1} needs a fingerprint and a level (${levels.join(', ')})`);
    return { fingerprint, level };
  });
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
