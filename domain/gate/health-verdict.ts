import type { HealthPolicy, HealthScope } from './health-checks.ts';
import type { HealthDifference } from './health-difference.ts';

/** What follows from the readings so far. "roll-back": the pool itself is the likely cause, not only the moment. */
export type HealthVerdict =
  | { readonly kind: 'go-on' | 'wait' }
  | {
      readonly kind: 'hold' | 'roll-back';
      readonly because: 'health-worse' | 'evidence-lost';
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
  /** Whoever has not settled by then needs a person; campaign time (ms). */
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
 * Good so often in a row: go on. Bad for as long as the file gives it to settle: hold, or roll the pool back.
 * Anything between, such as flapping, neither passes nor holds, until the deadline.
 */
export function judgeReadings(
  { policy, scope, deadline }: HealthTerms,
  { goodInARow, badSince }: HealthSeries,
  latest: HealthDifference,
  at: number,
): HealthVerdict {
  if (goodInARow >= policy.goodReadings) return { kind: 'go-on' };
  const isLasting = badSince !== null && at - badSince >= policy.settleMs;
  if (isLasting) {
    const isForPool = latest.state === 'worse' && latest.isOurs && scope !== null;
    return bad(isForPool ? 'roll-back' : 'hold', latest, []);
  }
  if (at < deadline) return { kind: 'wait' };
  return bad('hold', latest, ['it kept changing and did not settle in time']);
}

function bad(
  kind: 'hold' | 'roll-back',
  { state, evidence }: HealthDifference,
  more: readonly string[],
): HealthVerdict {
  const because = state === 'lost' ? 'evidence-lost' : 'health-worse';
  return { kind, because, evidence: [...evidence, ...more] };
}
