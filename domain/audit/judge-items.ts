import type { ControlReport, ControlStatus } from './audit.ts';
import { reasonsNotJudged } from './benchmark/benchmark.ts';
import type { NamedItem } from './benchmark/benchmarks.ts';

/** An item of a benchmark as an audit has it. */
export interface ItemReport {
  /** "cis-aks/4.1.2" */
  readonly item: string;
  readonly title: string;
  /** The worst of its controls. */
  readonly status: ControlStatus | 'NOT_JUDGED';
  readonly controls: readonly string[];
  /** What the controls do not see of it, or why none judges it; null: they judge all of it. */
  readonly why: string | null;
}

const worstFirst = ['FAIL', 'UNKNOWN', 'WARN', 'WAIVED', 'PASS', 'NOT_APPLICABLE'] as const;

export function judgeItems(
  items: readonly NamedItem[],
  reports: readonly Pick<ControlReport, 'id' | 'status'>[],
): readonly ItemReport[] {
  return items.map(({ benchmark, id, title, controls, partly, notJudged }) => {
    const own = reports.filter((each) => controls.includes(each.id));
    const status = worstFirst.find((worst) => own.some((each) => each.status === worst)) ?? 'NOT_JUDGED';
    const why = notJudged === null ? partly : reasonsNotJudged[notJudged];
    const isElsewhere = status === 'NOT_JUDGED' && notJudged === null;
    return {
      item: `${benchmark}/${id}`,
      title,
      status,
      controls,
      why: isElsewhere ? 'the profile and the other options judge none of its controls' : why,
    };
  });
}
