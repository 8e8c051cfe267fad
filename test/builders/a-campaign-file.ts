import { parseCampaign } from '#spec/parse.ts';

interface Parts {
  readonly metadata?: string;
  readonly upgrade?: string;
  /** The stages, each in flow style. */
  readonly stages?: readonly string[];
  /** Further lines of the spec, without their indentation. */
  readonly spec?: readonly string[];
}

const SELECTOR = 'clusters: [{ tags: { ring: test } }]';

/** A stage in flow style that selects by a tag; say what it has besides. */
export function aStageText(fields = '', name = 'test'): string {
  return `{ name: ${name}, ${SELECTOR}${fields === '' ? '' : `, ${fields}`} }`;
}

/** The least that a campaign file needs; say what differs. Stages begin in line 6, further fields after them. */
export function aCampaignFile({ metadata, upgrade, stages = [aStageText()], spec = [] }: Parts = {}): string {
  return [
    'apiVersion: drydock.dev/v1',
    'kind: UpgradeCampaign',
    `metadata: ${metadata ?? '{ name: k8s }'}`,
    `spec:\n  upgrade: ${upgrade ?? '{ kubernetesVersion: "1.34" }'}`,
    `  stages:\n${stages.map((stage) => `    - ${stage}`).join('\n')}`,
    ...spec.map((line) => `  ${line}`),
  ].join('\n');
}

/** The problems of a text as "path: message"; empty for a sound file. */
export function problemsOf(text: string): string[] {
  const parsed = parseCampaign(text, 'campaign.yaml');
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}
