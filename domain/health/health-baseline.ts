import type { HealthCheck, HealthChecks, HealthScope } from '../campaign/health-policy.ts';
import { valueOr } from '../observation.ts';
import { digestText } from '../text/digest.ts';
import { fingerprint, packNames } from '../text/name-fingerprint.ts';
import { findTroubles, madeChecks, unreadableObjects } from './find-health-issues.ts';
import type { Trouble } from './health-issue.ts';
import type { HealthReading } from './health-reading.ts';
import { readOwners, revisionOf } from './workload-owners.ts';

/**
 * What a later reading is compared with: small, whatever the size of the cluster (at most about 5 KB), because it
 * travels through history. Everything that was wrong is in it; of what was sound only that it was there.
 */
export interface HealthBaseline {
  /** Of its last reading; campaign time (ms). */
  readonly takenAt: number;
  /** Troubles by check. */
  readonly counts: Readonly<Partial<Record<HealthCheck, number>>>;
  /** The first of them, in words, for people. */
  readonly first: readonly string[];
  /** Each trouble's fingerprint with its level: at most 150. */
  readonly known: Readonly<Record<string, number>>;
  /** Not all troubles fit into `known`: then counts decide. */
  readonly isOverfull: boolean;
  /** The workloads and jobs with pods on the pool (see `packNames`); null: the scope is the cluster. */
  readonly onPool: string | null;
  /** Every workload with its generation, packed: who changed is found by it. */
  readonly revisions: string;
  /** Of all troubles; two baselines with the same one are alike. */
  readonly digest: string;
}

const mostKnown = 150;
const mostFirst = 5;

/** Restarts within this time before a baseline are old noise. */
const restartMemoryMs = 60 * 60_000;

/**
 * A baseline out of readings that follow each other. What is wrong in any of them was wrong before; of a level
 * that moved, the lowest counts.
 */
export function makeBaseline(
  checks: HealthChecks,
  scope: HealthScope,
  readings: readonly [HealthReading, ...HealthReading[]],
): HealthBaseline {
  const last = readings.at(-1)!;
  const troubles = lowest(
    readings.flatMap((reading) => [
      ...findTroubles(checks, reading, reading.at - restartMemoryMs),
      ...unreadableObjects(checks, reading),
    ]),
  );
  const known = [...troubles].map(([key, { level }]) => [key, level] as const);
  return {
    takenAt: last.at,
    counts: countByCheck(checks, [...troubles.values()]),
    first: [...troubles.values()].slice(0, mostFirst).map(({ text }) => text),
    known: Object.fromEntries(known.slice(0, mostKnown)),
    isOverfull: known.length > mostKnown,
    onPool: scope === null ? null : packNames(ownersOn(scope, readings)),
    revisions: packNames(valueOr(last.workloads, []).map(revisionOf)),
    digest: digestText(JSON.stringify(known.toSorted(([one], [other]) => one.localeCompare(other)))),
  };
}

/** By which a trouble is known again. */
export function troubleKey({ check, subject }: Pick<Trouble, 'check' | 'subject'>): string {
  return fingerprint(`${check} ${subject}`);
}

function countByCheck(
  checks: HealthChecks,
  troubles: readonly Trouble[],
): Readonly<Partial<Record<HealthCheck, number>>> {
  const pairs = madeChecks(checks).map((check) => [
    check,
    troubles.filter((trouble) => trouble.check === check).length,
  ]);
  return Object.fromEntries(pairs.filter(([, count]) => count !== 0));
}

function lowest(troubles: readonly Trouble[]): ReadonlyMap<string, Trouble> {
  const found = new Map<string, Trouble>();
  for (const trouble of troubles) {
    const key = troubleKey(trouble);
    const before = found.get(key);
    if (before === undefined || trouble.level < before.level) found.set(key, trouble);
  }
  return found;
}

function ownersOn(pool: string, readings: readonly HealthReading[]): readonly string[] {
  return readings.flatMap((reading) => {
    const owners = readOwners(reading);
    return [...owners.podsOf.keys()].filter((owner) => owners.about(owner).pools?.includes(pool) ?? true);
  });
}
