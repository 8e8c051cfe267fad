import { describe, expect, it } from 'vitest';
import { parseCampaign } from '#spec/parse.ts';
import { aCampaignFile, aStageText } from '../builders/a-campaign-file.ts';

/** As "line:column path message". */
function problemsOf(text: string): string[] {
  const parsed = parseCampaign(text, 'a.yaml');
  return parsed.ok
    ? []
    : parsed.problems.map(({ line, column, path, message }) => `${line}:${column} ${path} ${message}`);
}

const inSpec = (spec: string) => aCampaignFile({ spec: [spec] });
const EMPTY = '1:1  the file is empty; a campaign begins with apiVersion: drydock.dev/v1';

describe('A file that is no campaign at all', () => {
  it.each([
    ['is empty', '', EMPTY],
    ['holds comments only', '# nothing\n', EMPTY],
    ['holds null', 'null\n', EMPTY],
    ['is a list', '- a\n', '1:1  expected a map of fields, got a list'],
    ['is a text', 'hello', '1:1  expected a map of fields, got "hello"'],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('is of another kind, and nothing else is said of it', () => {
    expect(problemsOf('apiVersion: x\nkind: Fleet\nfoo: 1')).toEqual([
      '2:7 kind Fleet is a fleet for the simulator: drydock simulate --scenario FILE',
    ]);
  });

  it('has an unknown kind, beside its other problems', () => {
    expect(problemsOf(aCampaignFile({ upgrade: '{}' }).replace('UpgradeCampaign', 'Pod'))).toEqual([
      '2:7 kind expected UpgradeCampaign, got "Pod"',
      expect.stringContaining('5:3 spec.upgrade.kubernetesVersion missing'),
    ]);
  });
});

describe('What YAML allows but a campaign file does not', () => {
  it.each([
    [
      'a second document',
      `${aCampaignFile()}\n---\nkind: Pod\n`,
      '9:1  a second document begins here; a file holds one campaign',
    ],
    ['a field written twice', `${aCampaignFile()}\nkind: UpgradeCampaign`, '8:1 kind written twice'],
    ['an alias without an anchor', inSpec('timeouts: *x'), '8:13 spec.timeouts *x names no anchor above it'],
    [
      'an alias within itself',
      inSpec('timeouts: &x { cluster: *x }'),
      '8:27 spec.timeouts.cluster *x contains itself',
    ],
    [
      'a tag of its own',
      inSpec('timeouts: { cluster: !days 1d }'),
      '8:24  not valid YAML: Unresolved tag: !days',
    ],
  ])('%s is a problem', (_, text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  it('aliases that unfold into a flood are a problem, not a flood', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level}: &a${level} [${`*a${level - 1}, `.repeat(level === 0 ? 0 : 9)}1]`,
    );
    expect(problemsOf(levels.join('\n'))).toContain('1:1  more than 20000 fields');
  });

  it.each([
    [150, 'nested in more than 100 levels'],
    [4_000, 'more than 20000 fields'],
  ])('a chain of %i aliases is refused in linear time', { timeout: 15_000 }, (length, problem) => {
    const links = Array.from({ length }, (_, link) => `a${link + 1}: &a${link + 1} [*a${link}]`);
    expect(problemsOf(['a0: &a0 [1]', ...links].join('\n'))).toContainEqual(expect.stringContaining(problem));
  });

  it('an alias is the last anchor of its name above it', () => {
    expect(problemsOf(inSpec('timeouts: { cluster: &x 5x, campaign: *x, soak: &x 6x, gate: *x }'))).toEqual(
      expect.arrayContaining([expect.stringContaining('timeouts.campaign expected a duration')]),
    );
  });
});

describe('A file that is not valid YAML', () => {
  it('is reported with its place, and with the problems of the fields before it', () => {
    const text = aCampaignFile({ stages: [aStageText('soak: 5x')], spec: ['timeouts: { cluster: "1h }'] });
    expect(problemsOf(text)).toEqual([
      '7:65 spec.stages[0].soak expected a duration such as 30m, 12h or 2d, got "5x"',
      expect.stringMatching(/^8:24 {2}not valid YAML: Missing closing "quote/),
    ]);
  });

  it.each([
    [
      'a quote that is not closed',
      'name: "x\nspec:\n  upgrade: {}\n',
      '4:9  not valid YAML: Missing closing "quote',
    ],
    [
      'a brace that is not closed',
      'name: x\nspec:\n  upgrade: {type: A\n  stages:\n   - name: x\n',
      '6:12  not valid YAML: Flow map',
    ],
    [
      'a bracket that is not closed',
      'name: [x\nspec:\n  upgrade: {}\n',
      '4:9  not valid YAML: Flow sequence',
    ],
    ['a tab', 'name: x\nspec:\n\tupgrade: {}\n  stages: []\n', '6:1  not valid YAML: Tabs'],
    [
      'a line that stands too far left',
      'name: x\nspec:\n  stages:\n  - name: x\n   clusters: []\n',
      '8:1  not valid YAML: Sequence item',
    ],
  ])('is one problem for %s, where the mistake begins', (_, rest, problem) => {
    expect(problemsOf(`apiVersion: drydock.dev/v1\nkind: UpgradeCampaign\nmetadata:\n  ${rest}`)).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  it('is not reported for missing fields, which may be in the unread part', () => {
    const problems = problemsOf('apiVersion: drydock.dev/v1\nkind: [UpgradeCampaign\nmetadata: {}\n');
    expect(problems.join()).toContain('not valid YAML');
    expect(problems.join()).not.toContain('missing');
  });
});
