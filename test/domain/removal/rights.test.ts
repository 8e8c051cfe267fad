import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { liveLists } from '#domain/removal/live-lists.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'permissions.md'), 'utf8');
const granted = new Set(
  [...page.matchAll(/apiGroups: \[(\S*)\]\n\s+resources: \[(.+)\]/g)].flatMap(
    ([, group = '', resources = '']) => resources.split(', ').map((each) => `${each}.${group}`),
  ),
);

describe('the role that docs/permissions.md gives the worker', () => {
  it.each([32, 33, 34, 35, 36])('has what a look from 1.%i to the next minor lists', (minor) => {
    const wanted = liveLists(minor, minor + 1, 'gate').map(
      ({ plural, apiVersion }) => `${plural}.${apiVersion.split('/')[0]}`,
    );
    expect(wanted.filter((each) => !granted.has(each))).toEqual([]);
  });
});
