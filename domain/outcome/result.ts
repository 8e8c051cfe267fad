import type { Phase } from '../status/status.ts';
import { nameFirst } from '../text/name-first.ts';

/** Of the campaign's line per cluster, what decides. */
export interface EndedCluster {
  readonly phase: Phase;
  /** null: it was never begun. */
  readonly startedAt: string | null;
  /** Scheduled run: it went as far as the run allowed. */
  readonly deferred?: boolean;
  /** Every step is complete, and an abort ended its soak. */
  readonly cutShort?: boolean;
}

/**
 * The result of a campaign that came to its end. Only clusters that completed, or that the plan left out, are
 * without fault; one that was begun and then skipped by a person is a failure too, so that `Completed` always
 * means: everything that was begun is done. What a scheduled run left half done has not failed.
 */
export function judgeCampaign(
  lines: readonly EndedCluster[],
): 'Completed' | 'CompletedWithFailures' | 'Failed' {
  const faulty = lines.filter(
    (line) => (line.phase !== 'Completed' || line.cutShort === true) && !wasLeftOut(line),
  );
  const isAnyCompleted = lines.some((line) => line.phase === 'Completed');
  const isDeferred = lines.some(({ deferred }) => deferred === true);
  if (faulty.length === 0 && (isAnyCompleted || lines.length === 0 || isDeferred)) return 'Completed';
  const isAnyDone = lines.some(({ phase }) => phase === 'Completed' || phase === 'CompletedWithFailures');
  return isAnyDone ? 'CompletedWithFailures' : 'Failed';
}

function wasLeftOut(line: EndedCluster): boolean {
  return line.phase === 'Skipped' && line.startedAt === null;
}

const undone: Partial<Readonly<Record<Phase, string>>> = {
  Failed: 'failed',
  Aborted: 'aborted',
  RolledBack: 'rolled back',
  CompletedWithFailures: 'node pools left as they are',
  Skipped: 'skipped',
};
const mostNamed = 10;

/** Completed is not the same as everything: whatever did not complete is named, 10 of each kind; null: all did. */
export function describeUndone(
  lines: readonly { readonly name: string; readonly phase: Phase; readonly cutShort?: boolean }[],
): string | null {
  const kindOf = ({ phase, cutShort = false }: (typeof lines)[number]) =>
    cutShort ? 'soak cut short' : undone[phase];
  const told = [...Object.values(undone), 'soak cut short'].flatMap((words) => {
    const names = lines.filter((line) => kindOf(line) === words).map(({ name }) => name);
    if (names.length === 0) return [];
    return [`${words}: ${nameFirst(names, mostNamed)}`];
  });
  return told.length === 0 ? null : told.join('; ');
}
