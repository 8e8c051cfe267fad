import type { Campaign } from '#domain/campaign/campaign.ts';
import { describeShape, explainIssue } from './explain-issue.ts';
import { findWarnings } from './find-warnings.ts';
import { locate } from './locate.ts';
import { type Finding, formatPath, type Problem } from './problem.ts';
import { campaignFile } from './schema/campaign-file.ts';
import { toCampaign } from './to-campaign.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

export type ParsedCampaign =
  | { readonly ok: true; readonly campaign: Campaign; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const OTHER_KINDS: readonly unknown[] = ['NightlyRefresh', 'Fleet'];

/**
 * From the text of a campaign file to a campaign, or to every problem at once, in the order of the text.
 * `file` is only named in problems. Warnings: sound files with fields that change nothing. Never throws.
 */
export function parseCampaign(text: string, file: string): ParsedCampaign {
  const source = readYaml(text);
  // One file, one pass: compiling the schema first (zod's default) would take longer than it saves.
  const result = campaignFile.safeParse(source.value, { error: describeShape, jitless: true });
  const findings = [...source.findings, ...issuesOf(result, source)];
  const problems = locate(source, file, findings);
  if (!result.success || problems.length > 0) return { ok: false, problems };
  const warnings = locate(
    source,
    file,
    findWarnings(result.data, (path) => source.fields.has(formatPath(path))),
  );
  return { ok: true, campaign: toCampaign(result.data), warnings };
}

function issuesOf(
  result: ReturnType<typeof campaignFile.safeParse>,
  { value, fields }: YamlSource,
): Finding[] {
  if (value === undefined) {
    return [{ path: [], message: 'the file is empty; a campaign begins with apiVersion: drydock.dev/v1' }];
  }
  const written = (path: Finding['path']) => fields.get(formatPath(path))?.written;
  const found = result.error?.issues.flatMap((issue) => explainIssue(issue, written)) ?? [];
  const isOtherKind =
    typeof value === 'object' && value !== null && 'kind' in value && OTHER_KINDS.includes(value.kind);
  return isOtherKind ? found.filter(({ path }) => path[0] === 'kind') : found;
}
