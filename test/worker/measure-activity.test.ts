import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { measureActivity } from '#worker/measure-activity.ts';
import type { Metrics } from '#worker/metrics.ts';

function measured(activityType: string, input: unknown) {
  const said: unknown[][] = [];
  const say =
    (name: string) =>
    (...args: unknown[]) =>
      void said.push([name, ...args]);
  const metrics: Metrics = {
    azureRequest: say('azureRequest'),
    upgrade: (what, result, seconds) => say('upgrade')(what, result, Math.round(seconds / 60)),
    drainBlocked: say('drainBlocked'),
    healthCheck: say('healthCheck'),
    failure: say('failure'),
    audited: say('audited'),
  };
  const scheduledTimestampMs = Date.now() - 600_000;
  return { said, measure: measureActivity(metrics, { activityType, scheduledTimestampMs }, input) };
}

const pace = { simulatorId: 'x', speed: 6, virtualEpoch: 0, realEpoch: 0 };

describe('the metrics of an activity', () => {
  it.each([
    ['a pool', { change: 'upgrade-node-pool' }, ['upgrade', 'node-pool', 'succeeded', 10]],
    ['an image', { change: 'upgrade-node-image' }, ['upgrade', 'node-pool', 'succeeded', 10]],
    ['a control plane', { change: 'upgrade-control-plane' }, ['upgrade', 'control-plane', 'succeeded', 10]],
    ['a simulated pool', { change: 'upgrade-node-pool', pace }, ['upgrade', 'node-pool', 'succeeded', 60]],
  ])('say how long %s took, in campaign time', (_, input, expected) => {
    const { said, measure } = measured('watchOperation', input);
    measure.ended({ state: 'succeeded' });
    expect(said).toEqual([expected]);
  });

  it('count from when it was sent, however often its watch began anew, and no watch that ended for a while', () => {
    const rolling = { since: Date.now() - 1_200_000 };
    const { said, measure } = measured('watchOperation', { change: 'upgrade-node-pool', rolling });
    measure.ended({ state: 'stall-changed', level: 'notify' });
    measure.ended({ state: 'succeeded' });
    expect(said).toEqual([['upgrade', 'node-pool', 'succeeded', 20]]);
  });

  it('count an operation that ended because a node could not be drained', () => {
    const { said, measure } = measured('watchOperation', { change: 'upgrade-node-pool' });
    measure.ended({ state: 'failed', failure: { kind: 'drain-blocked' } });
    expect(said.slice(0, 2)).toEqual([['failure', 'drain-blocked'], ['drainBlocked']]);
  });

  it.each(['restore-upgrade-settings', 'set-upgrade-channel', undefined])(
    'say nothing of the duration of %s',
    (change) => {
      const { said, measure } = measured('watchOperation', { operation: { pool: 'a' }, change });
      measure.ended({ state: 'succeeded' });
      expect(said).toEqual([]);
    },
  );

  it.each([
    ['verifyNodes', { ok: true }, [['healthCheck', 'good']]],
    ['verifyControlPlane', { ok: false }, [['healthCheck', 'bad']]],
    ['inspectCluster', { name: 'x' }, []],
  ])('count verdicts of %s', (type, result, expected) => {
    const { said, measure } = measured(type, {});
    measure.ended(result);
    expect(said).toEqual(expected);
  });

  it('count failures by their kind', () => {
    const { said, measure } = measured('inspectCluster', {});
    measure.failed(ApplicationFailure.create({ type: 'throttled', message: 'x' }));
    measure.failed(new Error('no kind'));
    expect(said).toEqual([['failure', 'throttled']]);
  });
});
