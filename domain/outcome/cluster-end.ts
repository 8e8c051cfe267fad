import type { BlockedPool } from '../plan/contents/plan.ts';
import type { StepStatus } from '../status/status.ts';

/** A cluster whose steps have all ended. */
export interface EndedCluster {
  readonly steps: readonly Pick<StepStatus, 'name' | 'pool' | 'phase' | 'startedAt'>[];
  /** Pools that an operator skips, wherever they were. */
  readonly skips: readonly string[];
  /** Pools whose image is blocked: by the plan, and right before their change. */
  readonly blocked: readonly BlockedPool[];
  /** The reasons of those that the approved plan named. */
  readonly approved: readonly string[];
  /** A blocked image is deferred to a later run. */
  readonly defersBlocked: boolean;
  /** Something was sent. */
  readonly begun: boolean;
  /** What was rebooted, and why steps had nothing to do. */
  readonly rebooted: readonly string[];
  readonly idle: readonly string[];
}

/** How it ends. A pool that an operator skipped, or whose image turned out blocked, is for someone to know. */
export function decideClusterEnd({
  steps,
  skips,
  blocked,
  approved,
  defersBlocked,
  begun,
  rebooted,
  idle,
}: EndedCluster): {
  readonly phase: 'Completed' | 'CompletedWithFailures';
  readonly reason: string | null;
} {
  const failed = namesOf(steps.filter(({ phase }) => phase === 'Failed'));
  const skipped = namesOf(steps.filter(({ phase, startedAt }) => phase === 'Skipped' && startedAt !== null));
  const cut = namesOf(
    steps.filter(({ pool, phase }) => phase === 'Completed' && skips.some((each) => each === pool)),
  );
  const undone = [
    { what: 'node pools failed, then skipped', names: failed },
    { what: 'soak cut short', names: cut.filter((name) => ![...failed, ...skipped].includes(name)) },
    { what: 'node pools skipped', names: skipped.filter((name) => !failed.includes(name)) },
  ].filter(({ names }) => names.length > 0);
  if (undone.length > 0)
    return {
      phase: 'CompletedWithFailures',
      reason: undone.map(({ what, names }) => `${what}: ${names.join(', ')}`).join('; '),
    };
  if (blocked.length > 0) {
    const isExpected = defersBlocked || blocked.every(({ because }) => approved.includes(because));
    return {
      phase: isExpected ? 'Completed' : 'CompletedWithFailures',
      reason: blocked.map(({ pool, because }) => `${pool} blocked: ${because}`).join('; '),
    };
  }
  const notes = begun && rebooted.length === 0 ? [] : [...rebooted, ...idle];
  return { phase: 'Completed', reason: notes.join('; ') || null };
}

function namesOf(steps: EndedCluster['steps']): readonly string[] {
  return [...new Set(steps.map(({ name }) => name))];
}
