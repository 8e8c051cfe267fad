import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { liveLists } from '#domain/removal/objects/live-lists.ts';
import { objectSources } from '#domain/removal/objects/object-sources.ts';

const page = readFileSync(
  join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'permissions.md'),
  'utf8',
);
const granted = new Set(
  [...page.matchAll(/apiGroups: \[(.*)\].*\n\s+resources: \[(.+)\]/g)].flatMap(
    ([, groups = '', resources = '']) =>
      groups.split(', ').flatMap((group) => resources.split(', ').map((each) => `${each}.${group}`)),
  ),
);
const groupOf = (apiVersion: string) => (apiVersion.includes('/') ? apiVersion.split('/')[0]! : '""');
const groups = new Map(
  [...granted].map((each) => each.slice(each.indexOf('.') + 1)).map((group) => [group, `${group}/v1`]),
);

describe('the role that docs/permissions.md gives the worker', () => {
  it.each([32, 33, 34, 35, 36])('has what a look from 1.%i to the next minor lists', (minor) => {
    const terms = { server: minor, target: minor + 1, mode: 'gate' } as const;
    const wanted = [...liveLists(minor, minor + 1, 'gate'), ...objectSources(groups, terms)].map(
      ({ plural, apiVersion }) => `${plural}.${groupOf(apiVersion)}`,
    );
    expect(wanted.filter((each) => !granted.has(each))).toEqual([]);
  });
});
