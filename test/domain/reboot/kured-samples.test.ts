import { describe, expect, it } from 'vitest';
import { heardOfBootsAt, kuredMetricIn } from '#domain/reboot/kured-samples.ts';

const sample = (node: string, value: string) => ({ labels: { node, cluster: 'aks-one' }, value });

describe("kured's metric in a Prometheus", () => {
  it.each([
    ['says that a node waits', [sample('a', '0'), sample('node-1', '1')], 'required'],
    ['says that it does not', [sample('node-1', '0')], 'not-required'],
    [
      'is believed where one of two kureds says so',
      [sample('node-1', '0'), sample('node-1', '1')],
      'required',
    ],
    ['says nothing of a node that is not there', [sample('node-10', '1')], null],
    ['says nothing by a figure that it never has', [sample('node-1', 'NaN')], null],
    ['says nothing where nothing is found', [], null],
  ])('%s', (_, samples, expected) => {
    expect(kuredMetricIn(samples, 'node-1')).toEqual(expected);
  });
});

describe('when a Prometheus has heard of the boots that nodes are in', () => {
  const minute = 60_000;
  const now = 100 * minute;
  it.each([
    ['at once, where the last came back long ago', [now - 60 * minute, now - 6 * minute], now],
    ['six minutes after the last came back', [now - 60 * minute, now - 2 * minute], now + 4 * minute],
    ['in six minutes at most, by clocks that differ', [now + 60 * minute], now + 6 * minute],
    ['at once, where no node is Ready', [null], now],
  ])('%s', (_, readySince, expected) => {
    expect(heardOfBootsAt(readySince, now)).toBe(expected);
  });
});
