import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Sample } from '#domain/metric/judge-samples.ts';
import { type PrometheusAnswer, readPrometheusAnswer } from '#domain/metric/prometheus-answer.ts';
import { retryAfterMs } from '#domain/retry-after.ts';
import { fetchText, type GuardedConnections, type TextAnswer } from './fetch-text.ts';

/** What Prometheus' own query deadline may be: ours is longer, so that it can say that it met its own. */
const queryTimeout = '25s';

/** An instant query, now. `address` may have a path of its own, as Mimir's and Thanos' have. */
export async function queryPrometheus(
  address: string,
  query: string,
  bearer: string | null,
  signal: AbortSignal,
  connections: GuardedConnections,
): Promise<readonly Sample[]> {
  const url = new URL(`${address.replace(/\/+$/, '')}/api/v1/query`);
  url.search = new URLSearchParams({ query, timeout: queryTimeout }).toString();
  const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
  const answer = await fetchText(url, headers, signal, connections);
  const read = readPrometheusAnswer(answer.text);
  if (answer.status === 200 && read.kind === 'samples') return read.samples;
  throw refusal(url.origin, answer, read);
}

/** A server that fails or asks for patience may do better later; one that says no will say it again. */
function refusal(origin: string, { status, headers }: TextAnswer, read: PrometheusAnswer): FailureError {
  const isLater = status === 429 || status >= 500;
  const why = read.kind === 'refused' ? read.why : 'samples';
  return new FailureError(
    failure(isLater ? 'metric-unreachable' : 'metric-refused', `${origin} answered ${status}: ${why}.`, {
      retryAfterMs: retryAfterMs((name) => headers.get(name) ?? undefined, Date.now()),
    }),
  );
}
