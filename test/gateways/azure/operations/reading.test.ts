import { describe, expect, it } from 'vitest';
import { reading } from '#gateways/azure/operations/read-operation.ts';

describe('what a status means', () => {
  it.each([
    ['InProgress'],
    ['RollingUpgradeCreatingSurgeNodes'],
    ['RollingUpgradeUpgradingNodes: 1/3 nodes completed; 1 nodes failed'],
    ['Succeeded in part'],
    ['Canceling'],
    [''],
  ])('"%s" still runs', (status) => {
    expect(reading(status, {})).toMatchObject({ state: 'running', progress: status });
  });

  it.each([
    ['Succeeded', 'succeeded'],
    ['succeeded', 'succeeded'],
    ['Failed', 'failed'],
    ['Canceled', 'canceled'],
    ['Cancelled', 'canceled'],
  ])('"%s" is the end: %s', (status, state) => {
    expect(reading(status, {}).state).toBe(state);
  });

  it('lets no error beside a running or successful status change it', () => {
    const error = { code: 'NotLatestOperation', message: 'a newer one' };
    expect(reading('InProgress', error).state).toBe('running');
    expect(reading('Succeeded', error)).toEqual({ state: 'succeeded' });
  });

  it('reads how many nodes are done', () => {
    expect(reading('RollingUpgradeUpgradingNodes: 2/5 nodes completed; 0 errors', {})).toMatchObject({
      nodes: { done: 2, total: 5 },
    });
    expect(reading('BlueGreenSoakingBatch: 1/2 nodes completed', {})).toMatchObject({
      nodes: { done: 1, total: 2 },
    });
    expect(reading('InProgress', {})).toMatchObject({ nodes: null });
  });

  it.each([
    'CreatingAgentPools: 1/0 nodes completed',
    'CreatingAgentPools: 0/0 nodes completed',
    '3/2 nodes completed',
  ])('counts no nodes by "%s", as recorded of AKS: it is progress and no count', (status) => {
    expect(reading(status, {})).toEqual({ state: 'running', progress: status, nodes: null });
  });

  it.each([
    ['Failed', { code: 'SubnetIsFull', message: 'no room' }, 'subnet-full'],
    ['Failed', { code: 'SomethingNew', message: 'what' }, 'operation-failed'],
    ['Failed', {}, 'operation-failed'],
    ['Canceled', { code: 'OperationCanceled', message: 'aborted' }, 'operation-canceled'],
    ['Failed', { code: 'AKSOperationPreempted', message: 'by 1234' }, 'preempted'],
  ])('%s with %j fails as %s', (status, error, kind) => {
    expect(reading(status, error)).toMatchObject({ failure: { kind } });
  });
});
