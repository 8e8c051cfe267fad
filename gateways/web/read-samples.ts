import type { Sample } from '#domain/metric/judge-samples.ts';

/** What an answer of Prometheus' query API holds: samples, or why there are none. */
export type QueryAnswer =
  | { readonly kind: 'samples'; readonly samples: readonly Sample[] }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Reads the body of /api/v1/query (prometheus.io/docs/prometheus/latest/querying/api): a scalar or a vector of numbers.
 * A scalar is a sample without labels.
 */
export function readSamples(text: string): QueryAnswer {
  const { status, error, data } = recordOf(parseJson(text));
  if (status === 'error') return refused(typeof error === 'string' ? error : 'an error without words');
  const { resultType, result } = recordOf(data);
  if (status !== 'success' || typeof resultType !== 'string') return refused('not an answer of Prometheus');
  const values = resultType === 'scalar' ? [{ value: result }] : result;
  if ((resultType !== 'scalar' && resultType !== 'vector') || !Array.isArray(values))
    return refused(`a ${resultType}, where a scalar or a vector is needed`);
  const samples = values.map(toSample);
  return samples.every((sample) => sample !== null)
    ? { kind: 'samples', samples }
    : refused('samples that are no numbers, such as histograms');
}

function toSample(value: unknown): Sample | null {
  const { metric, value: pair } = recordOf(value);
  const number: unknown = Array.isArray(pair) ? pair[1] : undefined;
  if (typeof number !== 'string') return null;
  const labels = Object.entries(recordOf(metric)).map(([name, label]) => [name, String(label)] as const);
  return { labels: Object.fromEntries(labels), value: number };
}

function refused(why: string): QueryAnswer {
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
