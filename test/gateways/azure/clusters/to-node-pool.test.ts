import { describe, expect, it } from 'vitest';
import { toNodePool } from '#gateways/azure/clusters/to-node-pool.ts';

const read = (fields: object) => toNodePool({ name: 'np1', currentOrchestratorVersion: '1.32.5', ...fields });
const machines = (scale: object, status?: object[]) =>
  read({
    type: 'VirtualMachines',
    enableAutoScaling: false,
    virtualMachinesProfile: { scale },
    ...(status && { virtualMachineNodesStatus: status }),
  });

describe('of the autoscaler of a pool Azure tells', () => {
  it.each<[string, object, object | null]>([
    ['nothing', {}, null],
    [
      'that it is off, whatever limits are left',
      { enableAutoScaling: false, minCount: 1, maxCount: 5 },
      null,
    ],
    ['its limits', { enableAutoScaling: true, minCount: 0, maxCount: 5 }, { min: 0, max: 5 }],
    ['that it is on, without limits', { enableAutoScaling: true }, { min: 0, max: 3 }],
  ])('%s', (_what, fields, autoscaling) => {
    expect(read({ count: 3, ...fields }).autoscaling).toEqual(autoscaling);
  });
});

describe('a pool of VirtualMachines', () => {
  const autoscale = { size: 'standard_d2s_v3', minCount: 1, maxCount: 3 };

  it.each<[string, ReturnType<typeof read>, object]>([
    [
      'of one size',
      machines({ manual: [{ size: 'Standard_D4s_v3', count: 2 }] }, [{ size: 'Standard_D4s_v3', count: 2 }]),
      { count: 2, vmSize: 'Standard_D4s_v3', autoscaling: null },
    ],
    [
      'of two sizes, stopped or just made: nodes are not listed',
      machines({
        manual: [
          { size: 'a', count: 3 },
          { size: 'b', count: 5 },
        ],
      }),
      { count: 8, vmSize: 'a, b', autoscaling: null },
    ],
    [
      'that is autoscaled, by one object',
      machines({ autoscale }, [{ size: 'Standard_D2s_v3', count: 2 }]),
      { count: 2, vmSize: 'standard_d2s_v3', autoscaling: { min: 1, max: 3 } },
    ],
    [
      'that is autoscaled, by a list',
      machines({ autoscale: [autoscale] }, [{ size: 'Standard_D2s_v3', count: 1 }]),
      { count: 1, autoscaling: { min: 1, max: 3 } },
    ],
    [
      'whose nodes are not listed: unknown, not 0',
      machines({ autoscale }),
      { count: null, autoscaling: { min: 1, max: 3 } },
    ],
    [
      'of which nothing is said',
      read({ type: 'VirtualMachines' }),
      { count: null, vmSize: '', autoscaling: null },
    ],
    [
      'one of whose counts is not understood',
      machines({
        manual: [
          { size: 'a', count: 3 },
          { size: 'b', count: 'five' },
        ],
      }),
      { count: null, notUnderstood: ['virtualMachinesProfile.scale.manual[1].count is no whole number'] },
    ],
  ])('%s', (_what, pool, expected) => {
    expect(pool).toMatchObject({ type: 'VirtualMachines', ...expected });
  });
});

describe('a pool of another kind', () => {
  it.each<[string, object, object]>([
    [
      'Machines: it has next to nothing of its own',
      { mode: 'Machines', type: 'VirtualMachines', currentOrchestratorVersion: null },
      { mode: 'Machines', count: null },
    ],
    [
      'ManagedSystem',
      {
        mode: 'ManagedSystem',
        type: 'VirtualMachines',
        orchestratorVersion: '1.32',
        currentOrchestratorVersion: '1.32.5',
      },
      { mode: 'ManagedSystem', currentOrchestratorVersion: '1.32.5' },
    ],
    [
      'AvailabilitySet',
      { type: 'AvailabilitySet', count: 3, upgradeSettings: {} },
      { type: 'AvailabilitySet', upgradeSettings: {} },
    ],
    [
      'BlueGreen',
      {
        count: 2,
        upgradeStrategy: 'BlueGreen',
        upgradeSettingsBlueGreen: { drainBatchSize: '10%', finalSoakDurationInMinutes: 2 },
      },
      {
        upgradeStrategy: 'BlueGreen',
        upgradeSettingsBlueGreen: { drainBatchSize: '10%', finalSoakDurationInMinutes: 2 },
      },
    ],
    [
      'Spot',
      { count: 2, scaleSetPriority: 'Spot', upgradeSettings: {} },
      { scaleSetPriority: 'Spot', upgradeSettings: {} },
    ],
  ])('%s', (_kind, fields, expected) => {
    expect(read(fields)).toMatchObject({ ...expected, notUnderstood: [] });
  });

  it.each<[string, object, string]>([
    ['a count that is text', { count: '3' }, 'count is no whole number'],
    ['a negative count', { count: -1 }, 'count is no whole number'],
    ['zones that are numbers', { availabilityZones: [1] }, 'availabilityZones is no list of texts'],
    ['a surge that is a number', { upgradeSettings: { maxSurge: 1 } }, 'upgradeSettings.maxSurge is no text'],
    ['no name', { name: null }, 'it has no name'],
    [
      'no version',
      { currentOrchestratorVersion: null, orchestratorVersion: null },
      'it has no Kubernetes version',
    ],
    [
      'a minor alone',
      { currentOrchestratorVersion: null, orchestratorVersion: '1.32' },
      'it has no currentOrchestratorVersion, only the minor 1.32',
    ],
  ])('%s is noted with its place', (_what, fields, clause) => {
    expect(read(fields).notUnderstood).toEqual([clause]);
  });
});
