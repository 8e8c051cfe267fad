import { parseNightly } from '#spec/parse-nightly.ts';
import { aStageText } from './a-campaign-file.ts';

interface Parts {
  readonly name?: string;
  /** The schedule, in flow style. */
  readonly schedule?: string;
  readonly upgrade?: string;
  readonly stages?: readonly string[];
  /** Further lines of the campaign, without their indentation. */
  readonly campaign?: readonly string[];
}

/** The least that a nightly file needs; say what differs. The schedule stands in line 5. */
export function aNightlyFile({
  name = 'nodes',
  schedule = '{ cron: ["15 3 * * *"], timezone: Europe/Berlin }',
  upgrade = '{ type: NodeImageOnly }',
  stages = [aStageText()],
  campaign = [],
}: Parts = {}): string {
  return [
    'apiVersion: drydock.dev/v1',
    'kind: NightlyRefresh',
    `metadata: { name: ${name} }`,
    'spec:',
    `  schedule: ${schedule}`,
    '  campaign:',
    `    upgrade: ${upgrade}`,
    `    stages:\n${stages.map((stage) => `      - ${stage}`).join('\n')}`,
    ...campaign.map((line) => `    ${line}`),
  ].join('\n');
}

/** The problems of a text as "line:column path: message"; empty for a sound file. */
export function nightlyProblems(text: string): string[] {
  const parsed = parseNightly(text, 'nightly.yaml');
  return parsed.ok
    ? []
    : parsed.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}
