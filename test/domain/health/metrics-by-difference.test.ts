import { describe, expect, it } from 'vitest';
import type { HealthScope } from '#domain/campaign/health-policy.ts';
import { makeBaseline } from '#domain/health/health-baseline.ts';
import { compareHealth } from '#domain/health/health-difference.ts';
import type { MetricReading } from '#domain/metric/metric-series.ts';
import { aNode, aReading, aWorkload, noon, theChecks } from '../../builders/a-health-reading.ts';
import { aMetric } from '../../builders/a-metric.ts';

const checks = theChecks({ metrics: [aMetric(), aMetric({ name: 'smoke' })] });
const text = 'metric error-rate is so and so';
const metric = (state: MetricReading['state'], name = 'error-rate'): MetricReading => ({
  name,
  state,
  text: state === 'passing' ? '' : text,
});

type Parts = NonNullable<Parameters<typeof aReading>[0]>;

function difference(before: Parts, after: Parts, scope: HealthScope = null) {
  const baseline = makeBaseline(checks, scope, [aReading(before)]);
  return compareHealth(checks, scope, baseline, aReading({ at: noon + 600_000, ...after }));
}

describe('a metric beside an upgrade', () => {
  it.each([
    ['that passes is good', 'passing', { state: 'good', evidence: [], isOurs: false }],
    ['that is not measured enough is waited for', 'measuring', { state: 'unsettled', evidence: [text] }],
    [
      'that fails is worse, and the step may have done it',
      'failing',
      { state: 'worse', evidence: [text], isOurs: true },
    ],
    ['that can no longer be measured is lost', 'lost', { state: 'lost', evidence: [text] }],
  ] as const)('%s', (_, state, expected) => {
    expect(difference({ metrics: [metric('passing')] }, { metrics: [metric(state)] })).toMatchObject(
      expected,
    );
  });

  it('counts after a pool too, though it belongs to none', () => {
    const after = { metrics: [metric('failing')] };
    expect(difference({ metrics: [metric('passing')] }, after, 'blue').state).toBe('worse');
  });

  it('stands beside what else is worse', () => {
    const after = { metrics: [metric('failing')], nodes: [aNode('node-a', 'blue', ['not ready'])] };
    expect(difference({}, after).evidence).toEqual([text, 'node node-a: not ready']);
  });
});

describe('a metric that failed before the step', () => {
  const before = { metrics: [metric('failing'), metric('passing', 'smoke')] };

  it('blocks nothing, and this is reported', () => {
    const after = { metrics: [metric('failing'), metric('passing', 'smoke')] };
    const told = `${text}, but it failed before this step too (not blocking)`;
    expect(difference(before, after)).toEqual({ state: 'good', evidence: [told], isOurs: false });
  });

  it.each(['measuring', 'lost', 'passing'] as const)('is neither waited for nor missed: %s', (state) => {
    const after = { metrics: [metric(state), metric('passing', 'smoke')] };
    expect(difference(before, after)).toEqual({ state: 'good', evidence: [], isOurs: false });
  });

  it('does not speak for the others', () => {
    const after = { metrics: [metric('failing'), metric('failing', 'smoke')] };
    expect(difference(before, after).state).toBe('worse');
  });

  it('is known in a baseline that is full of other troubles', () => {
    const workloads = Array.from({ length: 200 }, (_, index) =>
      aWorkload(`Deployment shop/web-${index}`, { available: 0 }),
    );
    const after = { workloads, metrics: [metric('lost'), metric('passing', 'smoke')] };
    expect(difference({ ...before, workloads }, after).state).toBe('good');
  });
});
