import type { RollbackPolicy } from '../campaign/campaign.ts';
import type { FailureKind } from '../failure.ts';
import type { RollbackVerdict } from './decide-rollback.ts';

/**
 * Failures that say something about the pool's new version. The others are about who may do what, about room, or about
 * what cannot be seen: they hold, for going back would not fix them.
 */
const speakAgainstVersion: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'operation-failed',
  'drain-blocked',
  'node-did-not-start',
  'nodes-not-as-planned',
  'health-worse',
  'took-too-long',
]);

/** What follows from a failed pool: it goes back, a person is asked and may take it back, or is asked alone. */
export type AfterFailure = 'roll-back' | 'offer' | 'hold';

export function decideAfterFailure(
  policy: RollbackPolicy,
  kind: FailureKind,
  verdict: RollbackVerdict | null,
): AfterFailure {
  if (policy === 'Never' || verdict?.eligible !== true) return 'hold';
  return policy === 'OnFailure' && speaksAgainstVersion(kind) ? 'roll-back' : 'offer';
}

export function speaksAgainstVersion(kind: FailureKind): boolean {
  return speakAgainstVersion.has(kind);
}
