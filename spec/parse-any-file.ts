import { type ParsedCampaign, parseCampaign } from './parse.ts';
import { type ParsedNightly, parseNightly } from './parse-nightly.ts';
import { readYaml } from './yaml-source.ts';

/** As `parseCampaign` or `parseNightly`, by the kind that the file says it is; a campaign where it says none. */
export function parseAnyFile(text: string, file: string): ParsedCampaign | ParsedNightly {
  const { value } = readYaml(text);
  const isNightly =
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'NightlyRefresh';
  return isNightly ? parseNightly(text, file) : parseCampaign(text, file);
}
