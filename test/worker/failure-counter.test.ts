import { expect, it } from 'vitest';
import { failureCounter } from '#worker/measure-activity.ts';
import type { Metrics } from '#worker/metrics.ts';

it('a failure that a workflow decides is counted by its kind, and not again when it is replayed', () => {
  const said: string[] = [];
  const metrics = {
    failure: (kind: string) => said.push(kind),
    drainBlocked: () => said.push('a drain'),
  } as unknown as Metrics;
  const { decided } = failureCounter(metrics).failures;
  void decided.fn({} as never, 'nodes-not-as-planned');
  void decided.fn({} as never, 'drain-blocked');
  expect(said).toEqual(['nodes-not-as-planned', 'drain-blocked', 'a drain']);
  expect(decided.callDuringReplay).toBe(false);
});
