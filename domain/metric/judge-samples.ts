import { type Condition, formatCondition, meets } from './condition.ts';
import type { Measurement, PrometheusQuery } from './metric.ts';

/** A number of one series, as Prometheus writes it: "0.05", "NaN", "+Inf". */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

const longestLabels = 120;

/** Every sample must meet the condition; `noData` decides for an empty result. */
export function judgeSamples(
  { success, noData }: Pick<PrometheusQuery, 'success' | 'noData'>,
  samples: readonly Sample[],
): Measurement {
  if (samples.length === 0) return judgeNothing(noData);
  const failing = samples.filter(({ value }) => !meets(success, toNumber(value)));
  const [first] = failing;
  return first === undefined
    ? { outcome: 'success' }
    : { outcome: 'failure', reason: describeSample(success, first, failing.length - 1) };
}

function judgeNothing(noData: PrometheusQuery['noData']): Measurement {
  switch (noData) {
    case 'Inconclusive':
      return { outcome: 'none', why: 'its query returned no data' };
    case 'Success':
      return { outcome: 'success' };
    case 'Failure':
      return { outcome: 'failure', reason: 'returned no data' };
  }
}

/** Prometheus' text format of numbers (prometheus.io/docs, "HTTP API", "Expression query result formats"). */
function toNumber(text: string): number {
  if (/^[+-]?Inf$/.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text.trim() === '' ? Number.NaN : Number(text);
}

function describeSample(success: Condition, { labels, value }: Sample, others: number): string {
  const pairs = Object.entries(labels).map(([name, label]) => `${name}=${JSON.stringify(label)}`);
  const all = pairs.join(', ');
  const shown = all.length > longestLabels ? `${all.slice(0, longestLabels - 1)}…` : all;
  const where = pairs.length === 0 ? '' : ` for {${shown}}`;
  const more = others === 0 ? '' : ` (and ${others} more)`;
  return `is ${value}${where}, expected ${formatCondition(success)}${more}`;
}
