import type { z } from 'zod';
import { explainUnknownField } from './explain-unknown-field.ts';
import type { FileFields } from './known-fields.ts';
import { dropEchoes } from './problem/drop-echoes.ts';
import { describeShape, explainIssue } from './problem/explain-issue.ts';
import { type Finding, formatPath, type Problem } from './problem/problem.ts';
import { locate } from './yaml/locate.ts';
import { readYaml, type YamlSource } from './yaml/yaml-source.ts';

/** A kind of file: its schema, and what its fields are called. */
export interface FileForm<Schema extends z.ZodType> {
  readonly kind: Kind;
  readonly schema: Schema;
  readonly fields: FileFields;
}

type Kind = 'UpgradeCampaign' | 'NightlyRefresh' | 'Waivers';

/** What to do with a file that was given to the wrong command. */
const useOf: Readonly<Record<Kind | 'Fleet', string>> = {
  UpgradeCampaign: 'is a campaign that runs once: drydock start -f FILE',
  NightlyRefresh: 'is a campaign that runs on a schedule: drydock schedule create NAME -f FILE',
  Waivers: 'is a file of what is accepted: drydock scan --waivers FILE, drydock audit --waivers FILE',
  Fleet: 'is a fleet for the simulator: drydock simulate --scenario FILE',
};

const beginning: Readonly<Record<Kind, string>> = {
  UpgradeCampaign: 'a campaign',
  NightlyRefresh: 'a nightly file',
  Waivers: 'a waiver file',
};

export interface JudgedFile<Schema extends z.ZodType> {
  /** null: there are problems. */
  readonly data: z.output<Schema> | null;
  readonly problems: readonly Problem[];
  readonly isWritten: (path: Finding['path']) => boolean;
  readonly locate: (findings: readonly Finding[]) => readonly Problem[];
}

/** Every problem of a text at once, in its order; `file` is only named in them. Never throws. */
export function judgeFile<Schema extends z.ZodType>(
  text: string,
  file: string,
  form: FileForm<Schema>,
): JudgedFile<Schema> {
  const source = readYaml(text);
  // One file, one pass: compiling the schema first (zod's default) would take longer than it saves.
  const result = form.schema.safeParse(source.value, { error: describeShape, jitless: true });
  const findings = [...source.findings, ...issuesOf(result.error?.issues ?? [], source, form)];
  const written = (path: Finding['path']) => source.fields.get(formatPath(path))?.written;
  const problems = locate(source, file, dropEchoes(findings, written));
  return {
    data: result.success && problems.length === 0 ? result.data : null,
    problems,
    isWritten: (path) => source.fields.has(formatPath(path)),
    locate: (more) => locate(source, file, more),
  };
}

function issuesOf<Schema extends z.ZodType>(
  issues: readonly z.core.$ZodIssue[],
  { value, fields }: YamlSource,
  form: FileForm<Schema>,
): readonly Finding[] {
  if (value === undefined)
    return [
      {
        path: [],
        message: `the file is empty; ${beginning[form.kind]} begins with apiVersion: drydock.dev/v1`,
      },
    ];
  const other = otherKind(value, form.kind);
  if (other !== null) return [{ path: ['kind'], message: `${other} ${useOf[other]}` }];
  const written = (path: Finding['path']) => fields.get(formatPath(path))?.written;
  const explainUnknown = (parent: Finding['path'], name: string) =>
    explainUnknownField(parent, name, form.fields, (path) => written(path) !== undefined);
  return issues.flatMap((issue) => explainIssue(issue, written, explainUnknown));
}

/** A file that is sound or not, but of another kind: the rest of it is none of ours. */
function otherKind(value: unknown, own: Kind): keyof typeof useOf | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  const { kind } = value;
  return typeof kind === 'string' && kind !== own && isKind(kind) ? kind : null;
}

function isKind(kind: string): kind is keyof typeof useOf {
  return Object.hasOwn(useOf, kind);
}
