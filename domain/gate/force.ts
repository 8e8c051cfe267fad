import type { ForceTerms } from '../campaign/campaign.ts';
import { formatDuration } from '../campaign/duration.ts';
import type { FailureKind } from '../failure.ts';
import { refuseDecider } from './decider.ts';

export interface ForceQuestion {
  /** null: the campaign's file says nothing of force. */
  readonly terms: ForceTerms | null;
  readonly cluster: string;
  readonly by: string;
  readonly startedBy: string;
  readonly forMs: number;
}

export type ForceVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly kind: 'not-allowed' | 'not-an-approver'; readonly reason: string };

/**
 * Whether one more attempt may be forced. With `overrideSettings.forceUpgrade` AKS looks neither at deprecated APIs that
 * are in use nor, since API 2025-09-01, at disruption budgets: so it takes a file that allows it, a second
 * person, one cluster, and a short time.
 */
export function judgeForce({ terms, cluster, by, startedBy, forMs }: ForceQuestion): ForceVerdict {
  if (terms === null)
    return {
      ok: false,
      kind: 'not-allowed',
      reason: "the campaign's file does not allow it (spec.forceUpgrade)",
    };
  const longest = formatDuration(terms.longestMs);
  if (!Number.isFinite(forMs) || forMs <= 0 || forMs > terms.longestMs)
    return { ok: false, kind: 'not-allowed', reason: `spec.forceUpgrade allows ${longest} at most` };
  const reason = refuseDecider({
    by,
    startedBy,
    approvers: terms.approvers,
    what: `force for ${cluster} (spec.forceUpgrade)`,
  });
  return reason === null ? { ok: true } : { ok: false, kind: 'not-an-approver', reason };
}

/** What AKS no longer refuses under force. */
const forceHelps: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'deprecated-api-in-use',
  'drain-blocked',
  'preflight-blocked',
]);

export function mayForceHelp(kind: FailureKind): boolean {
  return forceHelps.has(kind);
}
