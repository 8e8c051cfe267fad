import type { HealthPolicy, HealthScope } from '../campaign/health-policy.ts';
import type { HealthDifference } from './health-difference.ts';

/** What follows from the readings so far. roll-back: the pool itself is the likely cause. */
export type HealthVerdict =
  | { readonly kind: 'wait' }
  | {
      readonly kind: 'go-on';
      /** What is unhealthy and was not before either, where someone named it (metrics); absent: nothing. */
      readonly evidence?: readonly string[];
    }
  | {
      readonly kind: 'hold' | 'roll-back';
      /** unclear: it did not settle, or those whom it is worse for changed something themselves. */
      readonly because: 'health-worse' | 'health-unclear' | 'evidence-lost';
      /** Sentences without full stops, at most seven. */
      readonly evidence: readonly string[];
    };

/** The readings so far, as far as they matter. */
export interface HealthSeries {
  readonly goodInARow: number;
  /** Since when every reading was bad; campaign time (ms). */
  readonly badSince: number | null;
}

export const noReadings: HealthSeries = { goodInARow: 0, badSince: null };

export interface HealthTerms {
  readonly policy: HealthPolicy;
  readonly scope: HealthScope;
  /** Anyone who has not settled by then needs a person; campaign time (ms). */
  readonly deadline: number;
}

export function addReading(series: HealthSeries, { state }: HealthDifference, at: number): HealthSeries {
  switch (state) {
    case 'good':
      return { goodInARow: series.goodInARow + 1, badSince: null };
    case 'unsettled':
      return noReadings;
    case 'worse':
    case 'lost':
      return { goodInARow: 0, badSince: series.badSince ?? at };
  }
}

/**
 * Good so often in a row: continue. Bad for as long as the file gives it to settle: hold, or roll the pool back.
 * Anything between, such as flapping, neither passes nor holds, until the deadline or the first reading after it that is not good.
 */
export function judgeReadings(
  { policy, scope, deadline }: HealthTerms,
  { goodInARow, badSince }: HealthSeries,
  latest: HealthDifference,
  at: number,
): HealthVerdict {
  if (goodInARow >= policy.goodReadings)
    return latest.evidence.length === 0 ? { kind: 'go-on' } : { kind: 'go-on', evidence: latest.evidence };
  const isLasting = badSince !== null && at - badSince >= policy.settleMs;
  if (isLasting) return bad(latest, scope);
  // The good ones that are still missing are few: anyone who gets well at the last moment is looked at to the end.
  if (at < deadline || goodInARow > 0) return { kind: 'wait' };
  const evidence = [...latest.evidence, `it was not healthy ${policy.goodReadings} times in a row in time`];
  return { kind: 'hold', because: 'health-unclear', evidence };
}

function bad({ state, evidence, isOurs }: HealthDifference, scope: HealthScope): HealthVerdict {
  if (state === 'lost') return { kind: 'hold', because: 'evidence-lost', evidence };
  if (!isOurs) return { kind: 'hold', because: 'health-unclear', evidence };
  return { kind: scope === null ? 'hold' : 'roll-back', because: 'health-worse', evidence };
}
