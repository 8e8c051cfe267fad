import { describe, expect, it } from 'vitest';
import { judgeUsage } from '#domain/removal/usage/api-usage.ts';
import { countUsage, type ServerUsage, type UsageCount } from '#domain/removal/usage/usage-count.ts';

const started = Date.parse('2026-11-01T00:00:00Z');
const noon = Date.parse('2026-11-20T12:00:00Z');
const minutes = (count: number) => count * 60_000;

const usage = (requests: Readonly<Record<string, number>>, since: number | null = started): ServerUsage => ({
  usages: [{ apiVersion: 'policy/v1beta1', resource: 'poddisruptionbudgets', subresource: '', requests }],
  since,
});
/** What is said at a look, after others of which each came so many minutes after the first and found so much. */
const lookAfter = (
  before: readonly (readonly [number, ServerUsage])[],
  [after, found]: readonly [number, ServerUsage],
) => {
  const known = before.reduce<readonly UsageCount[]>(
    (counts, [at, each]) => countUsage(each, counts, noon + minutes(at)),
    [],
  );
  return judgeUsage(found, 25, 'gate', { known, now: noon + minutes(after) })[0];
};

describe('the usage metric, which forgets nothing, looked at again', () => {
  it('blocks at the first read: the time of the last write is unknown', () => {
    expect(lookAfter([], [0, usage({ PATCH: 3 })])).toMatchObject({ severity: 'BLOCK' });
  });

  it('only warns after an hour without writes', () => {
    const found = lookAfter([[0, usage({ PATCH: 3 })]], [60, usage({ PATCH: 3, LIST: 9 })]);
    expect(found).toMatchObject({ severity: 'WARN' });
    expect(found?.evidence).toMatch(/; no writes since 2026-11-20T12:00:00.000Z$/);
  });

  it('still blocks within the hour, and says from when on it would not', () => {
    const found = lookAfter([[0, usage({ PATCH: 3 })]], [59, usage({ PATCH: 3 })]);
    expect(found).toMatchObject({ severity: 'BLOCK' });
    expect(found?.evidence).toMatch(/conclusive from 2026-11-20T13:00:00.000Z$/);
  });

  it('counts the hour from the first look that found as many, however often it is looked', () => {
    const same = usage({ PATCH: 3 });
    expect(
      lookAfter(
        [
          [0, same],
          [30, same],
        ],
        [60, same],
      ),
    ).toMatchObject({ severity: 'WARN' });
  });

  it.each([
    ['another write', usage({ PATCH: 4 })],
    ['a server that started since, or another one behind the address', usage({ PATCH: 3 }, started + 1)],
    ['a server that does not say since when it counts', usage({ PATCH: 3 }, null)],
  ])('begins anew after %s', (_, found) => {
    expect(lookAfter([[0, usage({ PATCH: 3 })]], [90, found])).toMatchObject({ severity: 'BLOCK' });
  });

  it('remembers each of several servers behind one address', () => {
    const [one, other] = [usage({ PATCH: 3 }), usage({ PATCH: 5 }, started + 1)];
    expect(
      lookAfter(
        [
          [0, one],
          [10, other],
        ],
        [60, one],
      ),
    ).toMatchObject({ severity: 'WARN' });
  });

  it('remembers no more than what a history can bear', () => {
    const many = Array.from({ length: 100 }, (_, n) => usage({ PATCH: 1 }, started + n));
    const counts = many.reduce<readonly UsageCount[]>((known, each) => countUsage(each, known, noon), []);
    expect(counts.length).toBe(40);
    expect(counts[0]?.since).toBe(started + 99);
  });
});
