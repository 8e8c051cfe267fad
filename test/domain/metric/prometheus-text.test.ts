import { describe, expect, it } from 'vitest';
import { samplesInText } from '#domain/metric/prometheus-text.ts';

const metric = 'kured_reboot_required';
const text = (...lines: readonly string[]) =>
  [`# HELP ${metric} OS requires reboot.`, `# TYPE ${metric} gauge`, 'process_open_fds 9', ...lines, ''].join(
    '\n',
  );

describe("a metric in Prometheus' text format", () => {
  it.each([
    ['has a sample for each line', [`${metric}{node="a"} 1`, `${metric}{node="b"} 0`], ['a 1', 'b 0']],
    ['has labels beside each other', [`${metric}{cluster="x",node="a",zone="1"} NaN`], ['a NaN']],
    ['has no other label that ends alike', [`${metric}{other_node="a"} 1`], ['undefined 1']],
    ['has samples without labels, and with a time', [`${metric} 1 1764670000000`], ['undefined 1']],
    ['has none of a metric that begins alike', [`${metric}_total{node="a"} 1`], []],
    ['has none where it is absent', [], []],
  ])('%s', (_, lines, expected) => {
    const found = samplesInText(text(...lines), metric);
    expect(found.map(({ labels, value }) => `${labels.node} ${value}`)).toEqual(expected);
  });
});
