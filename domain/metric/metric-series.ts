import type { Measurement, Metric } from './metric.ts';

export interface MetricSeries {
  /** The last successful measurements, at most `count`, oldest first: the failure, or null. */
  readonly recent: readonly (string | null)[];
  readonly errorsInARow: number;
  readonly lastError: string;
}

export const notMeasured: MetricSeries = { recent: [], errorsInARow: 0, lastError: '' };

/** The state of a metric, from its last `count` measurements. */
export interface MetricReading {
  readonly name: string;
  /** measuring: too few measurements yet. lost: too many errors in a row. */
  readonly state: 'passing' | 'failing' | 'measuring' | 'lost';
  /** A sentence without its full stop; empty where it passes. */
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
 * A metric fails as soon as the limit is exceeded, however many measurements are still to come; errors outweigh failures,
 * as with Argo Rollouts.
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
 * A metric right before a step, from the measurements beside a baseline's readings: only one that fails in every reading
 * counts as failing before.
 */
export function readMetricBefore({ name }: Pick<Metric, 'name'>, all: readonly Measurement[]): MetricReading {
  const last = all.at(-1);
  const isFailing = all.every(({ outcome }) => outcome === 'failure');
  return last?.outcome === 'failure' && isFailing
    ? { name, state: 'failing', text: `metric ${name} ${last.reason}` }
    : { name, state: 'passing', text: '' };
}
