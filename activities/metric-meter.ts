import type { Metric } from '#domain/metric/metric.ts';
import {
  addMeasurement,
  type MetricReading,
  type MetricSeries,
  notMeasured,
  readMetric,
} from '#domain/metric/metric-series.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow } from './campaign-clock.ts';
import { measureIfPossible } from './measure-metric.ts';
import type { HealthInput } from './read-health.ts';

/** What could not be measured is tried again sooner, as Argo Rollouts does. */
const errorRetryMs = 10_000;

export interface Meter {
  /** Measures what is due, side by side, and says how every metric is. */
  read(): Promise<readonly MetricReading[]>;
  /** When the next one is due; campaign time (ms). */
  nextDueAt(): number;
}

/** Measures each metric again and again at its own interval. */
export function openMeter(
  gateways: Gateways,
  { resourceId, pace }: HealthInput,
  metrics: readonly Metric[],
): Meter {
  const dials = metrics.map((metric) => ({ metric, series: notMeasured, dueAt: 0 }));
  const measure = async (dial: { readonly metric: Metric; series: MetricSeries; dueAt: number }) => {
    const { metric } = dial;
    const measured = await measureIfPossible(gateways, resourceId, metric);
    const { intervalMs } = metric;
    dial.series = addMeasurement(metric, dial.series, measured);
    dial.dueAt =
      campaignNow(pace) + (measured.outcome === 'none' ? Math.min(errorRetryMs, intervalMs) : intervalMs);
  };
  return {
    async read() {
      const now = campaignNow(pace);
      await Promise.all(dials.filter(({ dueAt }) => dueAt <= now).map(measure));
      return dials.map(({ metric, series }) => readMetric(metric, series));
    },
    nextDueAt: () => Math.min(...dials.map(({ dueAt }) => dueAt)),
  };
}
