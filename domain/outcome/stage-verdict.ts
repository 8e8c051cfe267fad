import { type FailurePolicy, failurePolicyDefaults } from '../campaign/campaign.ts';
import { resolveCount } from '../campaign/count.ts';
import type { Phase } from '../status/status.ts';

/** aborted: by a person, while nothing of it had failed, be it in its soak alone. */
export type ClusterEnd = 'succeeded' | 'failed' | 'skipped' | 'aborted';

/**
 * How an outcome counts in its stage. Skipped: deferred, or called off before anything was sent. `hasFailed`: it waited for
 * a decision before.
 */
export function clusterEnd(
  {
    phase,
    untouched,
    deferred = false,
    cutShort = false,
  }: {
    readonly phase: Phase;
    readonly untouched: boolean;
    readonly deferred?: boolean;
    readonly cutShort?: boolean;
  },
  hasFailed: boolean,
): ClusterEnd {
  if (phase === 'Completed' && !cutShort) return 'succeeded';
  const isCalledOff = phase === 'Skipped' || phase === 'Aborted';
  if (deferred || (isCalledOff && untouched)) return 'skipped';
  return (phase === 'Aborted' || cutShort) && !hasFailed ? 'aborted' : 'failed';
}

export type StageVerdict =
  | { readonly exceeded: false }
  | { readonly exceeded: true; readonly reason: string };

/**
 * Whether a stage may continue. `ends` in the order in which its clusters ended, `total` of the stage.
 * A cluster that a person skipped or aborted is neither a success nor a failure: it does not end a row of failures, and
 * the minimum of successes is asked of the others. But a stage in which nothing succeeded is never a success.
 * Once exceeded, no later end undoes it.
 */
export function judgeStage(policy: FailurePolicy, ends: readonly ClusterEnd[], total: number): StageVerdict {
  const reason =
    tooManyFailures(policy, ends, total) ??
    tooManyInARow(policy, ends) ??
    tooFewSuccesses(policy, ends, total);
  return reason === null ? { exceeded: false } : { exceeded: true, reason };
}

function tooManyFailures(policy: FailurePolicy, ends: readonly ClusterEnd[], total: number): string | null {
  const [failed, allowed] = [countOf('failed', ends), resolveCount(policy.maxFailures, total)];
  return failed > allowed
    ? `${failed} of ${clusters(total)} failed; limit ${allowed} (${ruleOf(policy, 'maxFailures')})`
    : null;
}

function tooManyInARow(policy: FailurePolicy, ends: readonly ClusterEnd[]): string | null {
  const { maxConsecutive } = policy;
  if (maxConsecutive === null) return null;
  let [row, longest] = [0, 0];
  for (const end of ends) {
    if (end === 'failed') row += 1;
    else if (end === 'succeeded') row = 0;
    longest = Math.max(longest, row);
  }
  return longest > maxConsecutive
    ? `${longest} clusters failed in a row; limit ${maxConsecutive} (${ruleOf(policy, 'maxConsecutive')})`
    : null;
}

function tooFewSuccesses(policy: FailurePolicy, ends: readonly ClusterEnd[], total: number): string | null {
  const [skipped, aborted] = [countOf('skipped', ends), countOf('aborted', ends)];
  const calledOff = skipped + aborted;
  const stillPossible = total - countOf('failed', ends) - calledOff;
  if (total > 0 && stillPossible === 0) {
    // One that was aborted in its soak is shown as Completed.
    const called = [...counted(aborted, 'aborted'), ...counted(skipped, 'skipped')].join(', ');
    return `no cluster of the stage succeeded${called === '' ? '' : ` (${called})`}`;
  }
  const judged = total - calledOff;
  const needed = Math.min(judged, resolveCount(policy.minSuccess, judged));
  return stillPossible < needed
    ? `at most ${stillPossible} of ${clusters(judged)} can still succeed; at least ${needed} required (${ruleOf(policy, 'minSuccess')})`
    : null;
}

/** "maxFailures", "the default of minSuccess": the file may not have set it. */
function ruleOf(policy: FailurePolicy, field: keyof typeof failurePolicyDefaults): string {
  return policy[field] === failurePolicyDefaults[field] ? `the default of ${field}` : field;
}

function clusters(total: number): string {
  return total === 1 ? '1 cluster' : `${total} clusters`;
}

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function countOf(end: ClusterEnd, ends: readonly ClusterEnd[]): number {
  return ends.filter((each) => each === end).length;
}
