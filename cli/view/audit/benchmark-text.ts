import { type Covered, describeCoverage, describeItem } from '#domain/audit/benchmark/coverage.ts';
import type { ItemReport } from '#domain/audit/judge-items.ts';
import { type ColumnLayout, columns } from '../terminal/columns.ts';

/** What each item of benchmarks is judged by. */
export function coverageText(covered: readonly Covered[], layout: ColumnLayout): string {
  return covered
    .flatMap((each) => [
      `${each.title}: ${describeCoverage(each)}`,
      each.scope,
      '',
      ...columns(
        each.items.map((item) => [`  ${item.id}`, item.title, describeItem(item)]),
        layout,
      ),
      '',
    ])
    .slice(0, -1)
    .join('\n');
}

/** The items of benchmarks as an audit has them. */
export function itemLines(items: readonly ItemReport[], layout: ColumnLayout): readonly string[] {
  const rows = items.map(({ item, status, title, controls, why }) => [
    item,
    status,
    [title, [controls.join(', '), why].filter((each) => each !== '' && each !== null).join('; ')].join(': '),
  ]);
  return columns(rows, layout);
}
