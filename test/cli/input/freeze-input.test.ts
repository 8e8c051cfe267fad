import { describe, expect, it } from 'vitest';
import { OptionValues } from '#cli/input/command-input.ts';
import { endTime, freezeEnd } from '#cli/input/freeze-input.ts';

const now = Date.parse('2026-12-20T12:00:00Z');
const end = (until: string | undefined) =>
  endTime(freezeEnd({ positional: [], options: new OptionValues({ until }) }), now);

describe('the end of a freeze', () => {
  it.each([
    ['nothing', undefined, null],
    ['a duration', '12h', '2026-12-21T00:00:00.000Z'],
    ['a time in UTC', '2026-12-24T18:00Z', '2026-12-24T18:00:00.000Z'],
    ['a time elsewhere', '2026-12-24T18:00:00+01:00', '2026-12-24T17:00:00.000Z'],
  ])('is told by %s', (_what, until, at) => {
    expect(end(until)).toBe(at);
  });

  it.each([
    ['2026-12-20T12:00Z', 'in the past'],
    ['0s', 'neither a time'],
    ['2026-13-24T18:00Z', 'neither a time'],
  ])('is no %s', (until, told) => {
    expect(() => end(until)).toThrow(told);
  });
});
