import type { ControlWaiver } from '#domain/baseline/waiver.ts';
import type { RemovalWaiver } from '#domain/removal/waiver.ts';
import { describeShape, explainIssue } from './explain-issue.ts';
import { locate } from './locate.ts';
import { nearestName } from './nearest-name.ts';
import { type FieldPath, type Finding, formatPath, type Problem } from './problem.ts';
import { waiverFile } from './schema/waiver-file.ts';
import { readYaml } from './yaml-source.ts';

export type ParsedWaivers =
  | {
      readonly ok: true;
      readonly waivers: readonly RemovalWaiver[];
      readonly controls: readonly ControlWaiver[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const fields = ['apiVersion', 'kind', 'removedApis', 'controls'];
const fieldsOfControl = ['control', 'resource', 'reason', 'owner', 'approver', 'expires'];
const fieldsOfOne = ['apiVersion', 'kind', 'namespace', 'name', 'reason', 'owner', 'expires'];

/** From the text of a file of waivers to the waivers, or to every problem at once. Never throws. */
export function parseWaivers(text: string, file: string): ParsedWaivers {
  const source = readYaml(text);
  const result = waiverFile.safeParse(source.value, { error: describeShape, jitless: true });
  const written = (path: FieldPath) => source.fields.get(formatPath(path))?.written;
  const issues: Finding[] =
    source.value === undefined
      ? [{ path: [], message: 'the file is empty; it begins with apiVersion: drydock.dev/v1, kind: Waivers' }]
      : (result.error?.issues.flatMap((issue) => explainIssue(issue, written, explainUnknown)) ?? []);
  const problems = locate(source, file, [...source.findings, ...issues]);
  if (!result.success || problems.length > 0) return { ok: false, problems };
  const waivers = result.data.removedApis.map(({ namespace = null, name = null, ...waiver }) => ({
    ...waiver,
    namespace,
    name,
  }));
  const controls = result.data.controls.map(({ resource = null, ...waiver }) => ({ ...waiver, resource }));
  return { ok: true, waivers, controls };
}

function explainUnknown(parent: FieldPath, name: string): string {
  const known = parent.length === 0 ? fields : parent[0] === 'controls' ? fieldsOfControl : fieldsOfOne;
  const near = nearestName(name, known);
  return near === null
    ? `unknown field; known here: ${known.join(', ')}`
    : `unknown field; did you mean ${near}?`;
}
