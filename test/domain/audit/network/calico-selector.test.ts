import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCalicoSelector } from '#domain/audit/network/calico-selector.ts';

const labels = { app: 'web', tier: 'front end', 'k8s.io/name': 'x' };

describe("A selector of Calico's", () => {
  it.each([
    ['', 'yes'],
    ['all()', 'yes'],
    ['global()', 'no'],
    ["app == 'web'", 'yes'],
    ['app=="db"', 'no'],
    ["app != 'web'", 'no'],
    ["none != 'web'", 'yes'],
    ["app in {'db', 'web'}", 'yes'],
    ['app in {}', 'no'],
    ["app not in {'db'}", 'yes'],
    ["none not  in {'db'}", 'yes'],
    ['has(k8s.io/name)', 'yes'],
    ['!has(app)', 'no'],
    ["app contains 'e'", 'yes'],
    ["app starts with 'we'", 'yes'],
    ["app ends with 'x'", 'no'],
    ["tier == 'front end'", 'yes'],
    ["app == 'a && b' || has(app)", 'yes'],
    ["app == 'db' && has(none) || app == 'web'", 'yes'],
    ["app == 'db' && (has(none) || app == 'web')", 'no'],
    ["!(app == 'db' || app == 'web')", 'no'],
    ['! ! has(app)', 'yes'],
  ])('%s is answered %s', (selector, expected) => {
    expect(readCalicoSelector(selector)(labels)).toBe(expected);
  });

  it.each([
    'app',
    "app == web'",
    "app == 'web",
    "app == 'web' ||",
    "(app == 'web'",
    "app == 'web')",
    'app in {web}',
    'some()',
    '&&',
    '('.repeat(5_000),
    `${'('.repeat(40)}all()${')'.repeat(40)}`,
  ])('%s is undecided, not guessed', (selector) => {
    expect(readCalicoSelector(selector)(labels)).toEqual({
      unsure: expect.stringMatching(/^the selector "/),
    });
  });

  it('never throws, whatever a cluster holds', () => {
    const parts = [
      'app',
      "'web'",
      '==',
      '!=',
      '||',
      '&&',
      '(',
      ')',
      '!',
      'in',
      '{',
      '}',
      ',',
      'has',
      'all()',
      ' ',
      '\\',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 20 }), (chosen) => {
        readCalicoSelector(chosen.join(' '))(labels);
      }),
    );
  });
});
