import { describe, expect, it } from 'vitest';
import { parseAnyFile } from '#spec/parse-any-file.ts';
import { aNightlyFile } from '../builders/a-nightly-file.ts';

const campaign = (more = '') => `apiVersion: drydock.dev/v1
kind: UpgradeCampaign
metadata:
  name: k8s
spec:
  upgrade: { kubernetesVersion: "1.34" }
  stages:
    - name: test
      clusters: [{ tags: { ring: test } }]
      approval: { approvers: [oncall] }
${more}`;
const edited = (from: string, to: string) => campaign().replace(from, to);
const inMaintenance = (...lines: readonly string[]) =>
  campaign(['  maintenance:', '    timezone: Europe/Berlin', ...lines].map((line) => `${line}\n`).join(''));
const inWindow = (fields: string) => inMaintenance(`    maintenanceWindow: { ${fields} }`);
const inMetric = (fields: string) => campaign(`  health: { metrics: [{ name: e, ${fields} }] }`);

/** As "line:column message" without what is expected in its place. */
function problemsOf(text: string): readonly string[] {
  const parsed = parseAnyFile(text, 'a.yaml', Date.parse('2026-12-03T00:00:00Z'));
  return parsed.ok ? [] : parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('One mistake in a file is one problem, at the mistake', () => {
  it.each<readonly [string, string, RegExp]>([
    ['a tab', edited('      clusters', '\t  clusters'), /^9:1 .*Tabs are not allowed/],
    ['a line too far left', edited('      clusters', '     clusters'), /^9:1 not valid YAML/],
    ['a line too far right', edited('      approval', '        approval'), /^10:1 not valid YAML/],
    [
      'a quote that is not closed',
      edited('name: test', 'name: "test'),
      /^8:13 not valid YAML: Missing closing/,
    ],
    ['a bracket that is not closed', edited('test } }]', 'test } }'), /^9:17 not valid YAML: Flow sequence/],
    [
      'a colon without its space',
      edited('clusters: [', 'clusters:['),
      /^9:7 .*space is missing after clusters:$/,
    ],
    ['a field written twice', edited('clusters', 'name: other\n      clusters'), /^9:7 written twice$/],
    [
      'a list written twice, with all that is in it',
      campaign('  stages:\n    - name: x\n      clusters: [{ tags: { a: b } }]\n'),
      /^11:3 written twice$/,
    ],
    [
      'a map in place of a list',
      edited('[{ tags: { ring: test } }]', '{ tags: {} }'),
      /^9:17 expected a list, got a map/,
    ],
    [
      'a list in place of a map',
      edited('{ approvers: [oncall] }', '[oncall]'),
      /^10:17 expected a map of fields, got a list/,
    ],
    ['a text in place of a list', edited('[oncall]', 'oncall'), /^10:30 expected a list, got "oncall"/],
    [
      'a number in place of a text',
      edited('"1.34"', '1.34'),
      /^6:33 expected a Kubernetes version in quotes/,
    ],
    [
      'a misspelled field that is required',
      edited('clusters', 'cluster'),
      /^9:7 unknown field; did you mean clusters\?$/,
    ],
    [
      'a misspelled map that is required',
      edited('spec:', 'specs:'),
      /^5:1 unknown field; did you mean spec\?$/,
    ],
    [
      'a misspelled field that a rule requires',
      edited('kubernetesV', 'kubernetsV'),
      /^6:14 .*did you mean kubernetesVersion\?$/,
    ],
    [
      'a misspelled source of a metric',
      inMetric('promethus: { address: "https://p.example.com", query: up }, success: "< 1"'),
      /^11:34 .*did you mean prometheus\?$/,
    ],
    ['a misspelled selector', edited('tags', 'tag'), /^9:20 unknown field; did you mean tags\?$/],
    ['a field of the wrong case', edited('kind:', 'Kind:'), /^2:1 unknown field; did you mean kind\?$/],
    [
      'a required field without its indentation',
      edited('  name: k8s', 'name: k8s'),
      /^4:1 .*did you mean metadata\.name\?$/,
    ],
    ['a list without its indentation', edited('  stages', 'stages'), /^7:1 .*did you mean spec\.stages\?$/],
    [
      'a map without its indentation, which breaks YAML',
      edited('  upgrade', 'upgrade'),
      /^6:1 .*did you mean spec\.upgrade\?/,
    ],
    [
      'fields without their indentation',
      inMaintenance(
        '    maintenanceWindow:',
        '    schedule: { daily: {} }',
        '    startTime: "22:00"',
        '    durationHours: 6',
      ),
      /^14:5 unknown field; did you mean maintenanceWindow\.schedule\?; likewise startTime, durationHours$/,
    ],
    [
      'fields without the map around them',
      inMaintenance('    schedule: { daily: {} }', '    startTime: "22:00"', '    durationHours: 6'),
      /^13:5 .*did you mean maintenanceWindow\.schedule\?; likewise startTime, durationHours$/,
    ],
    [
      'a field that is missing',
      edited('      clusters: [{ tags: { ring: test } }]\n', ''),
      /^8:7 missing; expected a list$/,
    ],
    ['an unknown word', edited('upgrade: {', 'upgrade: { type: Fulll,'), /^6:20 .*did you mean Full\?$/],
    [
      'an unknown weekday',
      inWindow('schedule: { weekly: { dayOfWeek: Sat } }, startTime: "22:00", durationHours: 6'),
      /^13:59 /,
    ],
    [
      'a time of day beyond the day',
      inWindow('schedule: { daily: {} }, startTime: "24:00", durationHours: 6'),
      /^13:62 /,
    ],
    [
      'a duration with a space',
      edited('approval:', 'soak: 12 hours\n      approval:'),
      /^10:13 expected a duration/,
    ],
    [
      'a condition that is none',
      inMetric('web: { url: "https://p.example.com", jsonPath: ok, expect: 1 }'),
      /^11:81 expected a path/,
    ],
    [
      'an unknown time zone',
      inWindow('schedule: { daily: {} }, startTime: "22:00", durationHours: 6').replace('Berlin', 'Berln'),
      /^12:15 /,
    ],
    ['a cron of six fields', aNightlyFile().replace('15 3 * * *', '0 15 3 * * *'), /has 6 fields/],
    [
      'a misspelled kind',
      aNightlyFile().replace('NightlyRefresh', 'NightlyRefreshs'),
      /did you mean NightlyRefresh\?$/,
    ],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
  });

  it.each<readonly [string, string, readonly RegExp[]]>([
    [
      'two misspelled fields',
      edited('clusters', 'cluster').replace('approval', 'aproval'),
      [/did you mean clusters/, /did you mean approval/],
    ],
    [
      'a misspelled field beside another that is missing',
      edited('  name: k8s', '  {}').replace('spec:', 'specs:'),
      [/^3:1 missing/, /did you mean spec\?/],
    ],
  ])('and %s are two', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  });
});
