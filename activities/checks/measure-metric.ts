import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { judgeSamples } from '#domain/metric/judge-samples.ts';
import { judgeWebAnswer } from '#domain/metric/judge-web-answer.ts';
import type { Measurement, Metric } from '#domain/metric/metric.ts';
import { fillPlaceholders } from '#domain/metric/placeholders.ts';
import type { Gateways } from '#gateways/open-gateways.ts';

/**
 * Measures a metric of one cluster once. Every request is a heartbeat, and ends with the activity. Throws what the
 * gateway throws.
 */
async function measureMetric(
  { web }: Gateways,
  resourceId: string,
  { source }: Metric,
): Promise<Measurement> {
  const inUrl = (text: string) => fillPlaceholders(text, resourceId, encodeURIComponent);
  heartbeat();
  if (source.kind === 'web')
    return judgeWebAnswer(source, await web.probe(inUrl(source.url), cancellationSignal()));
  const { address, query, auth } = source;
  const asked = { address: inUrl(address), query: fillPlaceholders(query, resourceId), auth };
  return judgeSamples(source, await web.query(asked, cancellationSignal()));
}

/** The same, where a failure to measure is an answer too. */
export async function measureIfPossible(
  gateways: Gateways,
  resourceId: string,
  metric: Metric,
): Promise<Measurement> {
  try {
    return await measureMetric(gateways, resourceId, metric);
  } catch (thrown) {
    if (!(thrown instanceof FailureError) || cancellationSignal().aborted) throw thrown;
    return { outcome: 'none', why: thrown.failure.message };
  }
}

/** The same, where it must be measured: anything else is a failure that names the metric. */
export async function measureForSure(
  gateways: Gateways,
  resourceId: string,
  metric: Metric,
): Promise<Measurement> {
  const { name } = metric;
  try {
    const measured = await measureMetric(gateways, resourceId, metric);
    if (measured.outcome !== 'none') return measured;
    throw new FailureError(failure('metric-refused', `${measured.why}.`));
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    const { kind, message, code, retryAfterMs } = thrown.failure;
    const text = `Metric ${name} cannot be measured: ${message}`;
    throw new FailureError(failure(kind, text, { code, retryAfterMs }), thrown);
  }
}
