import { sleep } from '@temporalio/activity';
import type { Metric } from '#domain/metric/metric.ts';
import {
  addMeasurement,
  type MetricReading,
  type MetricSeries,
  notMeasured,
  readMetric,
} from '#domain/metric/metric-series.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import { measureIfPossible } from './measure-metric.ts';
import type { HealthInput } from './read-health.ts';

/** What could not be measured is tried again sooner, as Argo Rollouts does. */
const errorRetryMs = 10_000;

export interface Meter {
  /** Measures what is due, in parallel, and returns the state of every metric. */
  read(): Promise<readonly MetricReading[]>;
  /** Waits this long (real ms) for the next check of the cluster, and measures whatever comes due meanwhile. */
  measureFor(ms: number): Promise<void>;
}

/** Measures each metric again and again at its own interval. */
export function openMeter(
  gateways: Gateways,
  { resourceId, pace, pollFloorMs }: HealthInput,
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
  const measureDue = async (): Promise<void> => {
    const now = campaignNow(pace);
    await Promise.all(dials.filter(({ dueAt }) => dueAt <= now).map(measure));
  };
  const untilNextDueMs = () =>
    pollDelay(pace, Math.min(...dials.map(({ dueAt }) => dueAt)) - campaignNow(pace), pollFloorMs);
  return {
    async read() {
      await measureDue();
      return dials.map(({ metric, series }) => readMetric(metric, series));
    },
    async measureFor(ms) {
      const over = performance.now() + ms;
      for (;;) {
        const leftMs = over - performance.now();
        const dueInMs = untilNextDueMs();
        if (dueInMs >= leftMs) return sleep(Math.max(0, leftMs));
        await sleep(dueInMs);
        await measureDue();
      }
    },
  };
}
