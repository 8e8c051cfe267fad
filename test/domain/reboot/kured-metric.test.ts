import { describe, expect, it } from 'vitest';
import { readKuredMetric } from '#domain/reboot/kured-metric.ts';

const metric = (value: string, labels = 'node="node-1"') =>
  [
    '# HELP kured_reboot_required OS requires reboot due to software updates.',
    '# TYPE kured_reboot_required gauge',
    'process_open_fds 9',
    `kured_reboot_required{${labels}} ${value}`,
    '',
  ].join('\n');

describe("kured's metric", () => {
  it.each([
    ['says that a reboot is required', metric('1'), 'required'],
    ['says that none is', metric('0'), 'not-required'],
    ['is found beside other labels', metric('1', 'cluster="a",node="node-1",zone="1"'), 'required'],
    ['says nothing of another node', metric('1', 'node="node-10"'), null],
    ['says nothing by a label that only ends alike', metric('1', 'other_node="node-1"'), null],
    ['says nothing where it is no such figure', metric('NaN'), null],
    ['says nothing where it is not there yet', 'process_open_fds 9\n', null],
  ])('%s', (_, text, expected) => {
    expect(readKuredMetric(text, 'node-1')).toBe(expected);
  });
});
