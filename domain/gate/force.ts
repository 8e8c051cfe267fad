import type { ForceTerms } from '../campaign/campaign.ts';
import type { FailureKind } from '../failure.ts';
import { formatDuration } from '../text/duration.ts';
import { type DeciderQuestion, refuseDecider } from './decider.ts';

export interface ForceQuestion {
  /** null: the campaign's file says nothing of force. */
  readonly terms: ForceTerms | null;
  readonly cluster: string;
  /** null: who it is has yet to be verified. */
  readonly by: string | null;
  /** Of `by`; absent: a name that is only claimed. */
  readonly identity?: DeciderQuestion['identity'];
  readonly startedBy: string;
  readonly forMs: number;
}

/** Of a campaign whose file has no such field. */
export const notInFile = "the campaign's file does not allow it (spec.forceUpgrade)";

export type ForceVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly kind: 'invalid' | 'not-allowed' | 'not-an-approver';
      readonly reason: string;
    };

/**
 * Whether one more attempt may be forced. With `overrideSettings.forceUpgrade` AKS looks neither at deprecated APIs that
 * are in use nor, since API 2025-09-01, at disruption budgets: so it takes a file that allows it, a second
 * person, one cluster, and a short time.
 */
export function judgeForce({ terms, cluster, by, identity, startedBy, forMs }: ForceQuestion): ForceVerdict {
  if (terms === null)
    return {
      ok: false,
      kind: 'not-allowed',
      reason: notInFile,
    };
  const longest = formatDuration(terms.longestMs);
  const isTime = Number.isFinite(forMs) && forMs > 0;
  if (!isTime || forMs > terms.longestMs) {
    const kind = isTime ? 'not-allowed' : 'invalid';
    return { ok: false, kind, reason: `spec.forceUpgrade allows ${longest} at most` };
  }
  if (by === null) return { ok: true };
  const reason = refuseDecider({
    by,
    identity,
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
  'force-over',
]);

export function mayForceHelp(kind: FailureKind): boolean {
  return forceHelps.has(kind);
}

/** Campaign times (ms) of a force that was switched on. */
export interface ForceTimes {
  /** When it was sent; null: nothing was. */
  readonly sentAt: number | null;
  readonly until: number;
  readonly now: number;
}

/**
 * Whether it was sent only after its own end (or not at all), because something blocked it: then it never was in force, and its
 * time begins again. One that was sent in time is used up, even if it ended while no worker ran.
 */
export function isForceSentLate({ sentAt, until, now }: ForceTimes): boolean {
  return now >= until && (sentAt === null || sentAt >= until);
}
