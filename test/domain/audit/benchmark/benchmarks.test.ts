import { describe, expect, it } from 'vitest';
import {
  allItems,
  benchmarks,
  beyondBenchmarks,
  itemsNamed,
  itemsOf,
} from '#domain/audit/benchmark/benchmarks.ts';
import { coverageOf, describeCoverage } from '#domain/audit/benchmark/coverage.ts';
import { controlIds } from '#domain/audit/control/control-ids.ts';
import { judgeItems } from '#domain/audit/judge-items.ts';
import { judged } from '../../../builders/an-audited-cluster.ts';

const range = (section: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${section}.${at + 1}`);

/** The numbers of the benchmarks, as kube-bench has them (cfg/cis-1.10 and cfg/aks-1.7). */
const numbers = {
  'cis-kubernetes': [
    ...range('5.1', 13),
    ...range('5.2', 13),
    ...range('5.3', 2),
    ...range('5.4', 2),
    '5.5.1',
    ...range('5.7', 4),
  ],
  'cis-aks': [
    '2.1.1',
    ...range('4.1', 6),
    ...range('4.2', 5),
    ...range('4.4', 2),
    ...range('4.5', 2),
    ...range('4.6', 3),
    ...range('5.1', 4),
    '5.2.1',
    '5.3.1',
    ...range('5.4', 5),
    ...range('5.5', 2),
  ],
};

describe('the benchmarks', () => {
  it.each(Object.entries(numbers))('have every item that counts here, once: %s', (id, expected) => {
    expect(itemsNamed(id).map((item) => item.id)).toEqual(expected);
  });

  it('name techniques of ATT&CK as MITRE does, and each item once', () => {
    const names = allItems.map(({ benchmark, id }) => `${benchmark}/${id}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { id } of itemsNamed('mitre')) expect(id).toMatch(/^T\d{4}(\.\d{3})?$/);
  });

  it('name controls that exist, each item once, or a reason', () => {
    for (const { id, controls, notJudged } of allItems) {
      expect(controlIds, id).toEqual(expect.arrayContaining([...controls]));
      expect(new Set(controls).size, id).toBe(controls.length);
      expect(controls.length === 0, id).toBe(notJudged !== null);
    }
  });

  it('ask for every control, or the reason is there', () => {
    for (const id of controlIds) expect(itemsOf(id).length > 0, id).toBe(beyondBenchmarks[id] === undefined);
  });

  it('are counted: what is judged, in part, and why not', () => {
    for (const { id, items, judged: of, notJudged } of coverageOf(allItems)) {
      expect(of + Object.values(notJudged).reduce((sum, each) => sum + each, 0), id).toBe(items.length);
    }
    const [only] = coverageOf(itemsNamed('cis-kubernetes/5.4'));
    expect(describeCoverage(only!)).toBe('1 of 2 items judged; not judged: 1 manual');
    expect(coverageOf(allItems).map(({ id }) => id)).toEqual(benchmarks.map(({ id }) => id));
  });
});

describe('the name of a benchmark', () => {
  it.each([
    ['cis-aks/4.1.2', ['4.1.2']],
    ['CIS-AKS/4.5', ['4.5.1', '4.5.2']],
    ['mitre/t1078', ['T1078', 'T1078.001', 'T1078.003']],
    ['cis-kubernetes/5.1.1', ['5.1.1']],
    ['nsa/network.cloud', ['network.cloud']],
    ['cis', []],
    ['cis-aks/', []],
    ['cis-aks/4.1.', []],
    ['cis-aks/9', []],
  ])('names a part: %s', (name, ids) => {
    expect(itemsNamed(name).map(({ id }) => id)).toEqual(ids);
  });
});

describe('an audit', () => {
  it('names the items that a control judges', () => {
    expect(judged('SB-POD-14', {}).benchmarks).toEqual([
      'cis-kubernetes/5.4.1',
      'cis-aks/4.5.1',
      'nsa/network.secrets',
      'mitre/T1552',
    ]);
  });

  it('gives an item the worst status of its controls, and the reason where there is none', () => {
    const items = itemsNamed('cis-aks/4.5');
    expect(judgeItems(items, [{ id: 'SB-POD-14', status: 'FAIL' }])).toMatchObject([
      { item: 'cis-aks/4.5.1', status: 'FAIL', why: null },
      { item: 'cis-aks/4.5.2', status: 'NOT_JUDGED', why: 'manual' },
    ]);
    const [one] = judgeItems(itemsNamed('cis-aks/4.4.2'), [
      { id: 'SB-NET-02', status: 'PASS' },
      { id: 'SB-NET-05', status: 'UNKNOWN' },
    ]);
    expect(one).toMatchObject({ status: 'UNKNOWN', why: expect.stringContaining('metadata') as string });
    expect(judgeItems(items, [])[0]).toMatchObject({
      status: 'NOT_JUDGED',
      why: 'the profile and the other options judge none of its controls',
    });
  });
});
