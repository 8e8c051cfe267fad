import { describe, expect, it } from 'vitest';
import { parseAnyFile } from '#spec/parse-any-file.ts';
import { aCampaignFile } from '../builders/a-campaign-file.ts';
import { aNightlyFile } from '../builders/a-nightly-file.ts';

const now = Date.parse('2026-12-02T08:00:00Z');
const excluding = (start: string, end: string) => `, notAllowedDates: [{ start: ${start}, end: ${end} }]`;
const never = excluding('2026-06-03', '9999-12-31');

const aWindow = (fields: string) =>
  `{ schedule: { daily: {} }, startTime: "22:00", durationHours: 6${fields} }`;
const single = (fields: string) => ['  timezone: UTC', `  maintenanceWindow: ${aWindow(fields)}`];
const listed = (fields: string) => [
  '  timezone: UTC',
  '  maintenanceWindows:',
  `    - ${aWindow('')}`,
  `    - ${aWindow(fields)}`,
];
const kinds = {
  campaign: (lines: readonly string[]) => aCampaignFile({ spec: ['maintenance:', ...lines] }),
  nightly: (lines: readonly string[]) => aNightlyFile({ campaign: ['maintenance:', ...lines] }),
};
const prefixes = { campaign: 'spec', nightly: 'spec.campaign' };

/** "path: message", where the line begins with what `path` names. */
function problemsOf(text: string, asked: number | null = now): readonly string[] {
  const parsed = parseAnyFile(text, 'file.yaml', asked);
  if (parsed.ok) return [];
  return parsed.problems.map(({ path, line, column, message }) => {
    const written = text.split('\n')[line - 1]!.slice(0, column - 1);
    return `${written.trimEnd().endsWith(`${path.split('.').at(-1)}:`) ? '' : 'misplaced '}${path}: ${message}`;
  });
}

describe.each(['campaign', 'nightly'] as const)('the windows of a %s file', (kind) => {
  it.each([
    ['of which dates exclude every one', single(never), 'maintenanceWindow.notAllowedDates'],
    ['one of which never opens', listed(never), 'maintenanceWindows[1].notAllowedDates'],
    ['that begin after decades', single(', startDate: 2100-01-01'), 'maintenanceWindow.startDate'],
    [
      'that never open, whatever the clusters have',
      ['  source: Merge', ...single(never)],
      'maintenanceWindow.notAllowedDates',
    ],
  ])('%s are refused where they stand', (_what, lines, path) => {
    expect(problemsOf(kinds[kind](lines))).toEqual([
      `${prefixes[kind]}.maintenance.${path}: this window does not open within 10 years`,
    ]);
  });

  it.each([
    ['that open after years', single(excluding('2026-06-03', '2034-12-31'))],
    ['that are excluded later', single(excluding('2030-01-01', '9999-12-31'))],
    ['that do not count', ['  source: Cluster', ...single(never)]],
  ])('%s are no problem', (_what, lines) => {
    expect(problemsOf(kinds[kind](lines))).toEqual([]);
  });

  it('are not judged where no one asks from when', () => {
    expect(problemsOf(kinds[kind](single(never)), null)).toEqual([]);
  });
});
