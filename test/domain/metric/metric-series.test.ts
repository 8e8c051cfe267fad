import { describe, expect, it } from 'vitest';
import type { Measurement, Metric } from '#domain/metric/metric.ts';
import { addMeasurement, notMeasured, readMetric, readMetricBefore } from '#domain/metric/metric-series.ts';
import { aMetric } from '../../builders/a-metric.ts';

const each: Readonly<Record<string, Measurement>> = {
  s: { outcome: 'success' },
  f: { outcome: 'failure', reason: 'is 0.05, expected < 0.01' },
  e: { outcome: 'none', why: 'no answer' },
};
const measurements = (letters: string) => letters.split('').map((letter) => each[letter]!);

/** How a metric is after these: s(uccess), f(ailure), e(rror). */
function measured(letters: string, over: Partial<Metric> = {}) {
  const metric = aMetric(over);
  const all = measurements(letters);
  return readMetric(
    metric,
    all.reduce((series, one) => addMeasurement(metric, series, one), notMeasured),
  );
}

describe('a metric', () => {
  it.each<[string, string, Partial<Metric>, string]>([
    ['passes after one success where no more are asked for', 's', {}, 'passing'],
    ['fails at the first failure where none is allowed', 'f', {}, 'failing'],
    ['is measured until there are enough', 'ss', { count: 3 }, 'measuring'],
    ['goes on with as many failures as are allowed', 'fsfs', { count: 4, failureLimit: 2 }, 'passing'],
    ['fails with one more, measured to the end or not', 'fsff', { count: 10, failureLimit: 2 }, 'failing'],
    ['forgets what lies further back than its count', 'ffsss', { count: 3 }, 'passing'],
    ['fails again through a soak', 'sssff', { count: 3, failureLimit: 1 }, 'failing'],
    ['bears as many errors in a row as are allowed', 'seeee', {}, 'passing'],
    ['is lost with one more', 'seeeee', {}, 'lost'],
    ['counts errors anew after one that measured', 'seeeeseeee', {}, 'passing'],
    ['is lost at once where no error is allowed', 'e', { consecutiveErrorLimit: 0 }, 'lost'],
    ['is lost rather than failing', 'fe', { consecutiveErrorLimit: 0 }, 'lost'],
    ['does not count errors as measurements', 'eses', { count: 3 }, 'measuring'],
  ])('%s', (_, letters, over, state) => {
    expect(measured(letters, over).state).toBe(state);
  });

  it.each<[string, Partial<Metric>, string]>([
    ['f', {}, 'metric error-rate is 0.05, expected < 0.01'],
    [
      'fsff',
      { count: 10, failureLimit: 2 },
      'metric error-rate is 0.05, expected < 0.01 (3 of the last 4 measurements failed; limit 2)',
    ],
    ['ee', { consecutiveErrorLimit: 1 }, 'metric error-rate can no longer be measured (no answer)'],
    ['s', { count: 3 }, 'metric error-rate was measured 1 of 3 times'],
    ['s', {}, ''],
  ])('says after %s with %j: %s', (letters, over, text) => {
    expect(measured(letters, over).text).toBe(text);
  });
});

describe('before a step a metric', () => {
  it.each([
    ['fails that fails both times', 'ff', 'failing'],
    ['that comes and goes does not: it will be judged', 'fs', 'passing'],
    ['that has just begun to fail does not either', 'sf', 'passing'],
    ['passes that passes both times', 'ss', 'passing'],
  ])('%s', (_, letters, state) => {
    expect(readMetricBefore(aMetric(), measurements(letters)).state).toBe(state);
  });
});
