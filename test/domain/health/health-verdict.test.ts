import { describe, expect, it } from 'vitest';
import type { HealthScope } from '#domain/campaign/health-policy.ts';
import type { HealthDifference } from '#domain/health/health-difference.ts';
import { addReading, judgeReadings, noReadings } from '#domain/health/health-verdict.ts';
import { aHealthPolicy, noon } from '../../builders/a-health-reading.ts';

const minute = 60_000;
const policy = aHealthPolicy({ settleMs: 2 * minute, goodReadings: 2 });

const readings: Readonly<Record<string, HealthDifference>> = {
  g: { state: 'good', evidence: [], isOurs: false },
  u: { state: 'unsettled', evidence: ['web rolls out'], isOurs: false },
  w: { state: 'worse', evidence: ['web is short of pods'], isOurs: true },
  c: { state: 'worse', evidence: ['web was changed'], isOurs: false },
  l: { state: 'lost', evidence: ['pods cannot be seen'], isOurs: false },
};

/** The verdict after readings that are a minute apart, a letter each. */
function verdictAfter(letters: string, scope: HealthScope = 'blue', deadline = Number.POSITIVE_INFINITY) {
  let series = noReadings;
  let at = noon;
  let latest = readings.g!;
  for (const letter of letters) {
    at += minute;
    latest = readings[letter]!;
    series = addReading(series, latest, at);
  }
  return judgeReadings({ policy, scope, deadline }, series, latest, at);
}

describe('the verdict over readings that follow each other', () => {
  it.each([
    ['two good ones in a row', 'gg', 'go-on'],
    ['a single good one', 'g', 'wait'],
    ['a bad one that did not last', 'wgg', 'go-on'],
    ['a bad one that may still settle', 'ww', 'wait'],
    ['bad ones for as long as there is to settle', 'www', 'roll-back'],
    ['flapping that goes on and on', 'wgwgwgwgwg', 'wait'],
    ['flapping that ends well', 'wgwgwgg', 'go-on'],
    ['a change that is being rolled out', 'uuuuuu', 'wait'],
    ['a bad one that turns into a rollout', 'wwuww', 'wait'],
    ['lost evidence that comes back', 'llgg', 'go-on'],
    ['lost evidence that lasts', 'lll', 'hold'],
    ['evidence lost after it was worse', 'wwl', 'hold'],
    ['what its own owner broke', 'ccc', 'hold'],
  ])('after %s (%s) is %s', (_, letters, kind) => {
    expect(verdictAfter(letters).kind).toBe(kind);
  });

  it('never rolls back what was done to the whole cluster', () => {
    expect(verdictAfter('www', null)).toMatchObject({ kind: 'hold', because: 'health-worse' });
  });

  it('distinguishes lost evidence and what its owners did from worse health', () => {
    expect(verdictAfter('lll')).toMatchObject({
      because: 'evidence-lost',
      evidence: ['pods cannot be seen'],
    });
    expect(verdictAfter('www')).toMatchObject({
      because: 'health-worse',
      evidence: ['web is short of pods'],
    });
  });

  it('asks a person about what did not settle before its deadline', () => {
    expect(verdictAfter('wgwgw', 'blue', noon + 4 * minute)).toEqual({
      kind: 'hold',
      because: 'health-unclear',
      evidence: ['web is short of pods', 'it was not healthy 2 times in a row in time'],
    });
  });

  it.each([
    ['waits for the good ones that are missing', 'wgwg', 'wait'],
    ['goes on once they are there', 'wgwgg', 'go-on'],
    ['asks once one of them is bad', 'wgwgw', 'hold'],
    ['asks at once where the last one was not good', 'wgwu', 'hold'],
  ])('at its deadline %s (%s)', (_, letters, kind) => {
    expect(verdictAfter(letters, 'blue', noon + 4 * minute).kind).toBe(kind);
  });
});
