import type { Measurement, Metric } from './metric.ts';

/** The measurements of one metric, as far as they matter. */
export interface MetricSeries {
  /** Of the last ones that measured something, at most `count`, oldest first: what failed, or null. */
  readonly recent: readonly (string | null)[];
  readonly errorsInARow: number;
  readonly lastError: string;
}

export const notMeasured: MetricSeries = { recent: [], errorsInARow: 0, lastError: '' };

/** How a metric is, seen from its last `count` measurements. */
export interface MetricReading {
  readonly name: string;
  /** measuring: too few measurements to say. lost: nothing could be measured so often in a row that nothing is known. */
  readonly state: 'passing' | 'failing' | 'measuring' | 'lost';
  /** A sentence about it, without its full stop; empty where it passes. */
  readonly text: string;
}

type Limits = Pick<Metric, 'name' | 'count' | 'failureLimit' | 'consecutiveErrorLimit'>;

export function addMeasurement(
  { count }: Pick<Metric, 'count'>,
  series: MetricSeries,
  measured: Measurement,
): MetricSeries {
  if (measured.outcome === 'none')
    return { ...series, errorsInARow: series.errorsInARow + 1, lastError: measured.why };
  const result = measured.outcome === 'failure' ? measured.reason : null;
  return { recent: [...series.recent, result].slice(-count), errorsInARow: 0, lastError: '' };
}

/**
 * More failures than allowed: it fails, however many measurements are still to come. Limits are exceeded, not met, and
 * an error outweighs a failure, as with Argo Rollouts.
 */
export function readMetric(limits: Limits, { recent, errorsInARow, lastError }: MetricSeries): MetricReading {
  const { name, count, failureLimit, consecutiveErrorLimit } = limits;
  if (errorsInARow > consecutiveErrorLimit)
    return { name, state: 'lost', text: `metric ${name} can no longer be measured (${lastError})` };
  const failures = recent.filter((result) => result !== null);
  if (failures.length > failureLimit) {
    const ofMany = `${failures.length} of the last ${recent.length} measurements failed; limit ${failureLimit}`;
    const text = `metric ${name} ${failures.at(-1)!}${count === 1 ? '' : ` (${ofMany})`}`;
    return { name, state: 'failing', text };
  }
  if (recent.length < count)
    return {
      name,
      state: 'measuring',
      text: `metric ${name} was measured ${recent.length} of ${count} times`,
    };
  return { name, state: 'passing', text: '' };
}

/**
 * A metric right before a step, from the measurements beside a baseline's readings: only what fails in every one of them
 * failed before. One that comes and goes is judged afterwards.
 */
export function readMetricBefore({ name }: Pick<Metric, 'name'>, all: readonly Measurement[]): MetricReading {
  const last = all.at(-1);
  const isFailing = all.every(({ outcome }) => outcome === 'failure');
  return last?.outcome === 'failure' && isFailing
    ? { name, state: 'failing', text: `metric ${name} ${last.reason}` }
    : { name, state: 'passing', text: '' };
}
