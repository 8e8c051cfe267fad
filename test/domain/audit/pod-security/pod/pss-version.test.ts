import { expect, it } from 'vitest';
import { pssMinorOf } from '#domain/audit/pod-security/pod/pss-version.ts';

it.each([
  ['v1.0', 0],
  ['v1.34', 34],
  ['1.34', 34],
  ['1.34.1', 34],
  ['latest', 37],
  ['v1.99', 37],
  ['v2.1', null],
  ['1', null],
  ['newest', null],
])('the policy version %s is minor %s', (text, minor) => {
  expect(pssMinorOf(text)).toBe(minor);
});
