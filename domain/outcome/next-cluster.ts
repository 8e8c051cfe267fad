import { heldAt, isBlockedByPolicyAlone, type Pauses } from '../campaign/pauses.ts';
import type { Phase } from '../status/status.ts';

export interface QueuedCluster {
  readonly phase: Phase;
  /** null: not begun. */
  readonly startedAt: string | null;
  /** null: not over. */
  readonly finishedAt: string | null;
  readonly attempts: number;
  /** Skipped untouched because it was busy or stopped: it is tried again after the others. */
  readonly hasSecondAttempt: boolean;
  /** An operator retries it although a rule pauses the campaign. */
  readonly retried: boolean;
}

/** How often a cluster that is busy or stopped is tried. */
export const mostAttempts = 2;

/** The cluster of a stage that begins next; undefined: none may begin now. */
export function nextCluster<C extends QueuedCluster>(clusters: readonly C[], pauses: Pauses): C | undefined {
  const level = heldAt(pauses);
  // A pause at the end of the stage lets the stage continue.
  if (level === null || level === 'stage') return nextOf(clusters);
  // While a rule alone pauses the campaign, what an operator retries begins all the same.
  return isBlockedByPolicyAlone(pauses)
    ? clusters.find(({ phase, retried }) => phase === 'NotStarted' && retried)
    : undefined;
}

/** Every cluster of the stage has ended. */
export function isStageOver(clusters: readonly QueuedCluster[]): boolean {
  return nextOf(clusters) === undefined && !clusters.some(isRunning);
}

/** A cluster that waits for a decision may take days: it frees its place for the next. */
export function occupiedPlaces(clusters: readonly QueuedCluster[]): number {
  return clusters.filter(isBusy).length;
}

export function isRunning({
  startedAt,
  finishedAt,
}: Pick<QueuedCluster, 'startedAt' | 'finishedAt'>): boolean {
  return startedAt !== null && finishedAt === null;
}

function isBusy(cluster: QueuedCluster): boolean {
  return isRunning(cluster) && cluster.phase !== 'NeedsDecision';
}

/** Time is what a busy or stopped cluster needs: its second attempt comes when the first ones are over. */
function nextOf<C extends QueuedCluster>(clusters: readonly C[]): C | undefined {
  const isFirstRound = clusters.some((cluster) => isBusy(cluster) && cluster.attempts < mostAttempts);
  return (
    clusters.find(({ phase }) => phase === 'NotStarted') ??
    (isFirstRound ? undefined : clusters.find(({ hasSecondAttempt }) => hasSecondAttempt))
  );
}
