import { describe, expect, it } from 'vitest';
import { readSettings } from '#worker/settings.ts';

describe("the worker's settings", () => {
  it('are complete without a single variable', () => {
    expect(readSettings({})).toEqual({
      logLevel: 'info',
      healthPort: 8090,
      metricsPort: null,
      maxActivities: 500,
      heartbeatThrottleMs: 10_000,
      shutdownGraceMs: 10_000,
      stickyTimeoutMs: 10_000,
      workflowBundle: null,
      deployment: null,
    });
  });

  it('take an empty variable for one that is not set', () => {
    expect(readSettings({ DRYDOCK_HEALTH_PORT: '', DRYDOCK_METRICS_PORT: '' })).toEqual(readSettings({}));
  });

  it.each([
    ['DRYDOCK_LOG_LEVEL', 'loud', 'expected debug, info, warn or error, got "loud"'],
    ['DRYDOCK_HEALTH_PORT', '1e3', 'expected a whole number from 0 to 65535, got "1e3"'],
    ['DRYDOCK_METRICS_PORT', '0', 'expected a whole number from 1 to 65535, got "0"'],
    ['DRYDOCK_MAX_ACTIVITIES', '-1', 'expected a whole number from 1 to 100000, got "-1"'],
    ['DRYDOCK_SHUTDOWN_GRACE', 'soon', 'expected a duration such as 10s, got "soon"'],
  ])('refuse %s=%s and say what is expected', (name, value, problem) => {
    expect(readSettings({ [name]: value })).toEqual({ problems: [`${name}: ${problem}`] });
  });

  it('join a worker deployment when both of its names are given', () => {
    const env = { TEMPORAL_DEPLOYMENT_NAME: 'drydock', TEMPORAL_WORKER_BUILD_ID: 'v1' };
    expect(readSettings(env)).toMatchObject({ deployment: { deploymentName: 'drydock', buildId: 'v1' } });
  });

  it.each([
    ['TEMPORAL_DEPLOYMENT_NAME', 'TEMPORAL_WORKER_BUILD_ID'],
    ['TEMPORAL_WORKER_BUILD_ID', 'TEMPORAL_DEPLOYMENT_NAME'],
  ])('refuse %s without %s', (given, missing) => {
    expect(readSettings({ [given]: 'x' })).toEqual({
      problems: [expect.stringContaining(`${missing}: missing`)],
    });
  });
});
