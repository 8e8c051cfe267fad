import { describe, expect, it } from 'vitest';
import { describeImageAge, imageAge } from '#domain/image/image-age.ts';

const now = Date.parse('2025-11-18T12:00:00Z');
const ubuntu = (version: string) => `AKSUbuntu-2204gen2containerd-${version}`;

describe('the age of a node image', () => {
  it.each([
    [
      'is known by its name',
      ubuntu('202511.02.0'),
      ubuntu('202511.16.0'),
      'behind',
      16,
      14,
      '16d old, 14d behind',
    ],
    [
      'is stale once it is older than thirty days',
      ubuntu('202510.18.0'),
      ubuntu('202511.16.0'),
      'stale',
      31,
      29,
      '31d old, 29d behind',
    ],
    [
      'is not yet stale at thirty',
      ubuntu('202510.19.0'),
      ubuntu('202511.16.0'),
      'behind',
      30,
      28,
      '30d old, 28d behind',
    ],
    [
      'does not count where there is none newer',
      ubuntu('202509.01.0'),
      ubuntu('202509.01.0'),
      'current',
      78,
      0,
      '78d old',
    ],
    [
      'is known for Windows too',
      'AKSWindows-2022-20348.4171.250910',
      'AKSWindows-2022-20348.4297.251014',
      'stale',
      69,
      34,
      '69d old, 34d behind',
    ],
    [
      'is known for very old forms',
      'AKSUbuntu:1604:2020.03.11',
      'AKSUbuntu:1604:2020.03.12',
      'stale',
      2078,
      1,
      '2078d old, 1d behind',
    ],
    [
      'is none where the clock is behind',
      ubuntu('202511.19.0'),
      ubuntu('202511.19.0'),
      'current',
      0,
      0,
      '0d old',
    ],
    [
      'says nothing of how far behind another family is',
      ubuntu('202511.02.0'),
      'AKSUbuntu-2404gen2containerd-202511.16.0',
      'unknown',
      16,
      null,
      '16d old',
    ],
    ['says nothing where no newest is known', ubuntu('202511.02.0'), null, 'unknown', 16, null, '16d old'],
    ['is not known of an unknown form', 'custom', 'custom', 'unknown', null, null, ''],
    [
      'is not known of a day that is none',
      ubuntu('202513.40.0'),
      ubuntu('202513.40.0'),
      'current',
      null,
      0,
      '',
    ],
  ] as const)('%s', (_, image, newest, state, ageDays, behindDays, words) => {
    const age = imageAge(image, newest, now);
    expect(age).toEqual({ state, ageDays, behindDays });
    expect(describeImageAge(age)).toBe(words);
  });
});
