import { nearestName } from '#domain/text/nearest-name.ts';
import { type ParsedCampaign, parseCampaign } from './parse.ts';
import { type ParsedNightly, parseNightly } from './parse-nightly.ts';
import { readYaml } from './yaml/yaml-source.ts';

/** As `parseCampaign` or `parseNightly`, by the kind that the file says it is; a campaign where it says none. */
export function parseAnyFile(
  text: string,
  file: string,
  now: number | null = null,
): ParsedCampaign | ParsedNightly {
  return isNightlyFile(text) ? parseNightly(text, file, now) : parseCampaign(text, file, now);
}

/** Whether a text says of itself that it is a nightly file, sound or not; also where it misspells that. */
export function isNightlyFile(text: string): boolean {
  const { value } = readYaml(text);
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return nearestName(String(value.kind), ['UpgradeCampaign', 'NightlyRefresh']) === 'NightlyRefresh';
}
