import { describe, expect, it } from 'vitest';
import { OptionValues } from '#cli/input/command-input.ts';
import { admits, campaignFilter } from '#cli/input/list-input.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const filter = (values: Readonly<Record<string, unknown>>) =>
  campaignFilter({ positional: [], options: new OptionValues(values) }, now);
const campaigns = [
  { name: 'k8s-1-35', phase: 'Running' },
  { name: 'k8s-1-34', phase: 'Completed' },
  { name: 'images', phase: 'NeedsDecision' },
  { name: 'early', phase: null },
];

describe('the campaigns that list shows', () => {
  it.each([
    [{}, ['k8s-1-35', 'k8s-1-34', 'images', 'early']],
    [{ status: ['Running', 'NeedsDecision'] }, ['k8s-1-35', 'images']],
    [{ name: 'k8s-*' }, ['k8s-1-35', 'k8s-1-34']],
    [{ name: 'k8s' }, []],
    [{ name: '*-1-35', status: ['Running'] }, ['k8s-1-35']],
    [{ name: '*-1-35', status: ['Failed'] }, []],
  ])('%j', (values, names) => {
    expect(campaigns.filter((row) => admits(filter(values), row)).map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ['7d', '2026-11-13T12:00:00.000Z'],
    ['90m', '2026-11-20T10:30:00.000Z'],
    ['2026-11-19T18:00+01:00', '2026-11-19T17:00:00.000Z'],
  ])('since %s', (since, at) => {
    expect(filter({ since }).since).toBe(Date.parse(at));
  });

  it.each([
    [{ since: 'yesterday' }, 'neither a time with a zone nor a duration'],
    [{ since: '2026-11-19' }, 'neither a time with a zone nor a duration'],
    [{ limit: '0' }, 'a whole number above 0'],
    [{ limit: '-1' }, 'a whole number above 0'],
    [{ limit: 'all' }, 'a whole number above 0'],
  ])('refuses %j', (values, why) => {
    expect(() => filter(values)).toThrow(why);
  });

  it('without a limit is all of them', () => {
    expect(filter({}).limit).toBe(Number.POSITIVE_INFINITY);
    expect(filter({ limit: '20' }).limit).toBe(20);
  });
});
