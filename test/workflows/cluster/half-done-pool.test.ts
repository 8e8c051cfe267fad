import { expect, it } from 'vitest';
import { addSeen } from '#domain/status/step-status.ts';
import { nodePoolSteps } from '#workflows/cluster/node-pool-steps.ts';
import type { ClusterRun, StepState } from '#workflows/state/cluster-run.ts';
import { aStepStatus } from '../../builders/a-campaign-status.ts';

const truth = { end: 'PartiallyUpgraded', text: '', nodes: { done: 2, total: 3 } };
const rollback = { eligible: false, refusals: [] };

const countedFirst = async (from: string) => {
  const asked: object[] = [];
  const run = {
    input: {
      rollback: { nodePools: 'Ask' },
      plan: { resourceId: '/aks', name: 'aks' },
      health: { at: [] },
      terms: { cluster: { onBusy: {} }, nodePools: {} },
    },
    rolledBack: new Set(),
    activities: {
      read: {
        assessPool: {
          async executeWithOptions(_: object, [input]: readonly [object]) {
            asked.push(input);
            return { truth, rollback };
          },
        },
      },
    },
  } as unknown as ClusterRun;
  const state: StepState = { ...aStepStatus({ pool: 'np1', from, to: '1.34.1', phase: 'Running' }) };
  const step = { action: 'upgrade-node-pool', pool: 'np1', from, to: '1.34.1', strategy: {} };
  const [count] = nodePoolSteps(run, step as unknown as Parameters<typeof nodePoolSteps>[1], state);
  expect(await count!()).toEqual({ kind: 'done' });
  return { asked, state };
};

it('counts the nodes that another upgrade has done before Azure counts those that are left', async () => {
  const { state } = await countedFirst('1.34.1');
  expect(state.nodes).toEqual({ done: 2, total: 3 });
  expect(state.end).toBeUndefined();
  expect(addSeen(state, { done: 0, total: 1 })).toEqual({ done: 2, total: 3 });
  expect(addSeen(state, { done: 1, total: 1 })).toEqual({ done: 3, total: 3 });
});

it('shows as many nodes as the verification found, whatever Azure counted before', async () => {
  const run = {
    input: {
      rollback: { nodePools: 'Ask' },
      plan: { resourceId: '/aks', name: 'aks' },
      health: { at: [] },
      tuning: {},
      terms: { cluster: { onBusy: {} }, nodePools: {} },
    },
    activities: { probe: { verifyNodes: { executeWithOptions: async () => ({ ok: true, nodes: 2 }) } } },
  } as unknown as ClusterRun;
  const state: StepState = {
    ...aStepStatus({ pool: 'np1', phase: 'Running', nodes: { done: 0, total: 1 } }),
  };
  const step = { action: 'upgrade-node-pool', pool: 'np1', from: '1.33.5', to: '1.34.1', strategy: {} };
  const steps = nodePoolSteps(run, step as unknown as Parameters<typeof nodePoolSteps>[1], state);
  expect(await steps[2]!()).toMatchObject({ kind: 'done' });
  expect(state).toMatchObject({ nodes: { done: 2, total: 2 }, end: 'Succeeded' });
});

it('asks no nodes of a pool that goes from one version to another', async () => {
  expect((await countedFirst('1.33.5')).asked).toEqual([]);
});
