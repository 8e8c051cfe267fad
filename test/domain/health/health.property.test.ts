import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBaseline } from '#domain/health/health-baseline.ts';
import { compareHealth } from '#domain/health/health-difference.ts';
import type { HealthReading } from '#domain/health/health-reading.ts';
import { aJob, aNode, aPod, aReading, aWorkload, noon, theChecks } from '../../builders/a-health-reading.ts';

const checks = theChecks();
const scopes = constantFrom(null, 'blue', 'green');
const owner = (index: number) =>
  ['Deployment shop/web', 'StatefulSet shop/db', 'DaemonSet kube-system/agent', 'CronJob shop/report'][
    index
  ]!;
const which = integer({ min: 0, max: 3 });

/** Any cluster, in any state of disorder. */
const disorder = record({
  nodes: array(record({ pool: constantFrom('blue', 'green'), isBad: boolean() }), { maxLength: 6 }),
  workloads: array(
    record({ which, available: integer({ min: 0, max: 5 }), updated: integer({ min: 0, max: 5 }) }),
    { maxLength: 6 },
  ),
  pods: array(
    record({
      which,
      node: constantFrom('node-0', 'node-1', 'gone', null),
      age: integer({ min: 0, max: 200 }),
      restarts: integer({ min: 0, max: 9 }),
      isPending: boolean(),
    }),
    { maxLength: 12 },
  ),
  jobs: array(record({ hasFailed: boolean() }), { maxLength: 3 }),
  apiServer: array(constantFrom('etcd', 'ping'), { maxLength: 2 }),
}).map(
  ({ nodes, workloads, pods, jobs, apiServer }): HealthReading =>
    aReading({
      nodes: nodes.map(({ pool, isBad }, index) => aNode(`node-${index}`, pool, isBad ? ['not ready'] : [])),
      workloads: workloads.map(({ which: index, available, updated }) =>
        aWorkload(owner(index), { available, updated }),
      ),
      pods: pods.map(({ which: index, node, age, restarts, isPending }) =>
        aPod({
          owner: owner(index),
          node,
          restarts,
          createdAt: noon - age * 60_000,
          lastRestartAt: restarts > 0 ? noon - age * 1_000 : null,
          pendingSince: isPending ? noon - age * 60_000 : null,
        }),
      ),
      jobs: jobs.map(({ hasFailed }, index) => aJob({ id: `Job shop/report-${index}`, hasFailed })),
      apiServer,
    }),
);

describe('whatever state a cluster is in', () => {
  it('it is as good as it was, if nothing has changed', () => {
    assert(
      property(disorder, scopes, (reading, scope) => {
        const baseline = makeBaseline(checks, scope, [reading]);
        expect(compareHealth(checks, scope, baseline, reading).state).toBe('good');
      }),
    );
  });

  it('what was broken never blocks while something else gets well', () => {
    assert(
      property(disorder, scopes, (reading, scope) => {
        const baseline = makeBaseline(checks, scope, [reading]);
        const better = { ...reading, apiServer: { value: [] }, jobs: { value: [] } };
        expect(compareHealth(checks, scope, baseline, better).state).toBe('good');
      }),
    );
  });

  it('what breaks now is found', () => {
    assert(
      property(disorder, (reading) => {
        const baseline = makeBaseline(checks, null, [reading]);
        const broken = aNode('node-new', 'blue', ['not ready']);
        const nodes = 'value' in reading.nodes ? reading.nodes.value : [];
        const worse = { ...reading, nodes: { value: [...nodes, broken] } };
        expect(compareHealth(checks, null, baseline, worse)).toMatchObject({
          state: 'worse',
          evidence: ['node node-new: not ready'],
        });
      }),
    );
  });
});
