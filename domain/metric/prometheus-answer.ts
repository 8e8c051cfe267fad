import type { Sample } from './judge-samples.ts';

/** An answer of Prometheus' query API: samples, or why there are none. */
export type PrometheusAnswer =
  | { readonly kind: 'samples'; readonly samples: readonly Sample[] }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Reads the body of /api/v1/query (prometheus.io/docs/prometheus/latest/querying/api): a scalar or a vector of numbers.
 * A scalar is a sample without labels.
 */
export function readPrometheusAnswer(text: string): PrometheusAnswer {
  const { status, error, data } = recordOf(parseJson(text));
  if (status === 'error') return refused(typeof error === 'string' ? error : 'an error without a message');
  const { resultType, result } = recordOf(data);
  if (status !== 'success' || typeof resultType !== 'string') return refused('not an answer of Prometheus');
  const values = resultType === 'scalar' ? [{ value: result }] : result;
  if ((resultType !== 'scalar' && resultType !== 'vector') || !Array.isArray(values))
    return refused(`a ${resultType}; expected a scalar or a vector`);
  const samples = values.map(toSample);
  return samples.every((sample) => sample !== null)
    ? { kind: 'samples', samples }
    : refused('samples that are not numbers, such as histograms');
}

function toSample(value: unknown): Sample | null {
  const { metric, value: pair } = recordOf(value);
  const number: unknown = Array.isArray(pair) ? pair[1] : undefined;
  if (typeof number !== 'string') return null;
  const labels = Object.entries(recordOf(metric)).map(([name, label]) => [name, String(label)] as const);
  return { labels: Object.fromEntries(labels), value: number };
}

function refused(why: string): PrometheusAnswer {
  return { kind: 'refused', why };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
