import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSkew } from '#domain/version/skew.ts';

describe('nodes under a control plane', () => {
  it.each([
    ['1.34.1', '1.34.1', 'ok'],
    ['1.34.1', '1.34.0', 'ok'],
    ['1.34.1', '1.33.9', 'ok'],
    ['1.34.1', '1.32.9', 'warn'],
    ['1.34.1', '1.31.9', 'warn'],
    ['1.34.1', '1.30.9', 'refuse'],
    ['1.34.0', '1.34.1', 'refuse'],
    ['1.34.1', '1.35.0', 'refuse'],
    ['2.0.0', '1.34.1', 'refuse'],
    ['1.34.1', '', 'refuse'],
  ])('of %s may be %s: %s', (controlPlane, pool, verdict) => {
    const skew = judgeSkew(controlPlane, pool);
    expect(skew.ok ? (skew.warning === null ? 'ok' : 'warn') : 'refuse').toBe(verdict);
  });

  it('are never ahead of it and at most three minors behind, whatever the versions', () => {
    const part = fc.nat({ max: 8 });
    fc.assert(
      fc.property(part, part, part, part, (minor, patch, poolMinor, poolPatch) => {
        const isAhead = poolMinor > minor || (poolMinor === minor && poolPatch > patch);
        const { ok } = judgeSkew(`1.${minor}.${patch}`, `1.${poolMinor}.${poolPatch}`);
        expect(ok).toBe(!isAhead && minor - poolMinor <= 3);
      }),
    );
  });

  it('say how far they are behind', () => {
    expect(judgeSkew('1.34.1', '1.32.9')).toEqual({
      ok: true,
      warning: '1.32.9 is 2 minors behind the control plane (1.34.1); 3 is the limit',
    });
    expect(judgeSkew('1.34.1', '1.30.9')).toEqual({
      ok: false,
      reason: '1.30.9 would be more than 3 minors behind the control plane (1.34.1)',
    });
  });
});
