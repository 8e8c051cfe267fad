import type { Benchmark, BenchmarkItem } from './benchmark.ts';
import { cisAks } from './cis-aks.ts';
import { cisKubernetes } from './cis-kubernetes.ts';
import { mitre } from './mitre.ts';
import { nsa } from './nsa.ts';

export const benchmarks: readonly Benchmark[] = [cisKubernetes, cisAks, nsa, mitre];

/** Controls that no item asks for, each with the reason. */
export const beyondBenchmarks: Readonly<Record<string, string>> = {
  'SB-UPG-02': 'skew between versions breaks upgrades, not security',
  'SB-UPG-04': 'when upgrades run is a matter of availability',
  'SB-OS-04': 'a stuck lock delays patches, which SB-OS-03 judges',
  'SB-OS-05': 'it predicts whether nodes can be created',
  'SB-WIN-03': 'it predicts how a drain goes',
  'SB-NODE-06': 'it predicts whether nodes can be cordoned',
  'SB-WL-06': 'probes are a matter of availability',
};

/** An item with the id of its benchmark. */
export interface NamedItem extends BenchmarkItem {
  readonly benchmark: string;
}

export const allItems: readonly NamedItem[] = benchmarks.flatMap(({ id: benchmark, items }) =>
  items.map((item) => ({ benchmark, ...item })),
);

/** "cis-kubernetes/5.2.3": the items that a control judges, in the order of the benchmarks. */
export function itemsOf(control: string): readonly string[] {
  return allItems
    .filter(({ controls }) => controls.includes(control))
    .map(({ benchmark, id }) => `${benchmark}/${id}`);
}

/** The items that "cis-aks", "cis-aks/4.1" or "cis-aks/4.1.2" names; empty: there is none. */
export function itemsNamed(name: string): readonly NamedItem[] {
  const wanted = name.toLowerCase();
  return allItems.filter(({ benchmark, id }) =>
    wanted.includes('/')
      ? `${benchmark}/${id}.`.toLowerCase().startsWith(`${wanted}.`)
      : benchmark === wanted,
  );
}
