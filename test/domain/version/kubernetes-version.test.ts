import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  isMinorOnly,
  minorOf,
  minorsBetween,
  parseVersion,
} from '#domain/version/kubernetes-version.ts';

const aVersion = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 60 }), fc.nat({ max: 200 }))
  .map(([major, minor, patch]) => `${major}.${minor}.${patch}`);

describe('a Kubernetes version', () => {
  it.each([
    ['1.34', { major: 1, minor: 34, patch: null }],
    ['1.34.1', { major: 1, minor: 34, patch: 1 }],
    ['v1.34.1', { major: 1, minor: 34, patch: 1 }],
    ['1.28.100-akslts', { major: 1, minor: 28, patch: 100 }],
    ['1.34.1+build7', { major: 1, minor: 34, patch: 1 }],
    ['', null],
    ['1', null],
    ['1.034', null],
    ['latest', null],
    ['1.34.x', null],
    ['1.34.1.2', null],
  ])('%j is read as %j', (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it.each([
    ['1.33.5', '1.34.0', -1],
    ['1.9.9', '1.10.0', -1],
    ['1.34.10', '1.34.9', 1],
    ['1.34', '1.34.0', 0],
    ['v1.34.1', '1.34.1', 0],
    ['1.28.100-akslts', '1.28.15', 1],
  ])('%s against %s is %i', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });

  it('is ordered: whatever two are compared, turning them round turns the answer', () => {
    fc.assert(
      fc.property(aVersion, aVersion, (a, b) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
        if (compareVersions(a, b) === 0) expect(a).toBe(b);
      }),
    );
  });

  it('lies in the minor it names', () => {
    fc.assert(
      fc.property(aVersion, (version) => {
        const minor = minorOf(version);
        expect(version.startsWith(`${minor}.`)).toBe(true);
        expect([isMinorOnly(minor), isMinorOnly(version)]).toEqual([true, false]);
        expect(minorsBetween(minor, version)).toBe(0);
      }),
    );
  });

  it.each([
    ['1.32.9', '1.34.0', 2],
    ['1.34.0', '1.32.9', -2],
    ['1.34.0', '2.0.0', null],
  ])('from %s to %s there are %j minors', (older, newer, minors) => {
    expect(minorsBetween(older, newer)).toBe(minors);
  });

  it('that cannot be read is not compared silently', () => {
    expect(() => compareVersions('1.34.1', 'newest')).toThrow('not a Kubernetes version: "newest"');
    expect(() => minorOf('')).toThrow(RangeError);
  });
});
