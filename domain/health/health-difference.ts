import type { HealthCheck, HealthChecks, HealthScope } from '../campaign/health-policy.ts';
import type { MetricReading } from '../metric/metric-series.ts';
import { unpackNames } from '../text/name-fingerprint.ts';
import { findTroubles, lostEvidence, madeChecks, unreadableObjects } from './find-health-issues.ts';
import { type HealthBaseline, troubleKey } from './health-baseline.ts';
import type { Trouble } from './health-issue.ts';
import type { HealthReading } from './health-reading.ts';

/** One reading against the baseline. */
export interface HealthDifference {
  /** unsettled: what is missing is missing because its owner rolls out a change at this moment or it still starts on a node of Windows, or is still measured. */
  readonly state: 'good' | 'unsettled' | 'worse' | 'lost';
  /** Sentences without full stops, at most six; the last counts those left out. Of what is good: what was passed over. */
  readonly evidence: readonly string[];
  /** Something is worse whose owner changed nothing: the step may have done it. */
  readonly isOurs: boolean;
}

const mostEvidence = 6;

/**
 * What is worse than before, by what the step touched. What was as bad before is passed over, and so is what came
 * after the baseline. Anyone who was in trouble and is in more of it is worse.
 */
export function compareHealth(
  checks: HealthChecks,
  scope: HealthScope,
  baseline: HealthBaseline,
  reading: HealthReading,
): HealthDifference {
  const now = findTroubles(checks, reading, baseline.takenAt);
  const isTouched = touchedBy(scope, baseline);
  const isSameRevision = unpackNames(baseline.revisions);
  const news = madeChecks(checks).flatMap((check) =>
    aboveThreshold(checks, check, newTroubles(baseline, now, check).filter(isTouched)),
  );
  const metrics = compareMetrics(baseline, reading.metrics);
  const [passing, worse] = partition(news, ({ isRollingOut, isStarting }) => isRollingOut || isStarting);
  const changed = ({ revision }: Trouble) => revision !== null && !isSameRevision(revision);
  if (worse.length > 0)
    return {
      state: 'worse',
      evidence: atMost([...worse.map((each) => tell(each, changed(each))), ...metrics.passedOver]),
      isOurs: !worse.every(changed),
    };
  const odd = unreadableObjects(checks, reading).filter((each) => isNew(baseline, each));
  const lost = [...lostEvidence(checks, reading), ...odd.map(({ text }) => text), ...metrics.lost];
  if (lost.length > 0)
    return { state: 'lost', evidence: atMost([...lost, ...metrics.passedOver]), isOurs: false };
  const unsettled = [...passing.map(describePassing), ...metrics.measuring];
  return {
    state: unsettled.length > 0 ? 'unsettled' : 'good',
    evidence: atMost([...unsettled, ...metrics.passedOver]),
    isOurs: false,
  };
}

/**
 * What keeps a metric from being judged, in sentences. One that failed before the step is not missed when it is lost, and
 * not waited for; it is reported as long as it fails.
 */
function compareMetrics({ known }: HealthBaseline, metrics: readonly MetricReading[]) {
  const wasFailing = ({ name }: MetricReading) =>
    known[troubleKey({ check: 'metrics', subject: name })] !== undefined;
  const [before, judged] = partition(metrics, wasFailing);
  const textsOf = (all: readonly MetricReading[], wanted: MetricReading['state']) =>
    all.filter(({ state }) => state === wanted).map(({ text }) => text);
  return {
    lost: textsOf(judged, 'lost'),
    measuring: textsOf(judged, 'measuring'),
    passedOver: textsOf(before, 'failing').map(
      (text) => `${text}, but it failed before this step too (not blocking)`,
    ),
  };
}

function describePassing({ text, isRollingOut }: Trouble): string {
  return isRollingOut
    ? `${text} and rolls out a change`
    : `${text} and nodes of Windows still start them: images may be pulled for long`;
}

function newTroubles(
  baseline: HealthBaseline,
  now: readonly Trouble[],
  check: HealthCheck,
): readonly Trouble[] {
  const found = now.filter((trouble) => trouble.check === check);
  const news = found.filter((trouble) => isNew(baseline, trouble));
  if (!baseline.isOverfull) return news;
  // Its names are not all known: no more than there are more of now.
  return news.slice(0, Math.max(0, found.length - (baseline.counts[check] ?? 0)));
}

function isNew({ known, takenAt }: HealthBaseline, trouble: Trouble): boolean {
  if (trouble.createdAt !== null && trouble.createdAt > takenAt) return false;
  const before = known[troubleKey(trouble)];
  return before === undefined || trouble.level < before;
}

function touchedBy(scope: HealthScope, { onPool }: HealthBaseline): (trouble: Trouble) => boolean {
  if (scope === null || onPool === null) return () => true;
  const wasOnPool = unpackNames(onPool);
  return ({ pools, subject }) => pools === null || pools.includes(scope) || wasOnPool(subject);
}

/** None, where there are no more than the file allows; else all of them. */
function aboveThreshold(
  checks: HealthChecks,
  check: HealthCheck,
  news: readonly Trouble[],
): readonly Trouble[] {
  const total = check === 'pendingPods' ? news.reduce((sum, { count }) => sum + count, 0) : news.length;
  return total > allowed(checks, check) ? news : [];
}

/** What is not named here is allowed to get no worse at all. */
function allowed(checks: HealthChecks, check: HealthCheck): number {
  const { workloadsAvailable, pendingPods, failedJobs } = checks;
  if (check === 'workloadsAvailable') return workloadsAvailable?.maxNewlyUnavailable ?? 0;
  if (check === 'pendingPods') return pendingPods?.maxNew ?? 0;
  return check === 'failedJobs' ? (failedJobs?.maxNew ?? 0) : 0;
}

function tell({ text }: Trouble, isChanged: boolean): string {
  return isChanged ? `${text} (it was changed meanwhile)` : text;
}

function atMost(texts: readonly string[]): readonly string[] {
  if (texts.length <= mostEvidence) return texts;
  const shown = texts.slice(0, mostEvidence - 1);
  return [...shown, `and ${texts.length - shown.length} more`];
}

function partition<T>(all: readonly T[], test: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(test), all.filter((each) => !test(each))];
}
