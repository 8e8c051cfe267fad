import { describe, expect, it } from 'vitest';
import { nodeMethod, possibleMethods } from '#domain/reboot/node-reboot-method.ts';
import type { RebootMethod } from '#domain/reboot/reboot-terms.ts';

type Pool = Parameters<typeof possibleMethods>[2];

const autoscaled = { autoscaling: { min: 1, max: 5 }, count: 3 };
const pool: Pool = { autoscaling: null, count: 3, type: 'VirtualMachineScaleSets' };

describe('the method in which nodes get their reboots', () => {
  it.each<[string, readonly RebootMethod[], boolean, Partial<Pool>, string | null]>([
    ['a restart of the machine', ['NodeImage', 'Restart'], false, {}, 'Restart'],
    ['none under a lockdown', ['NodeImage', 'Restart'], true, {}, null],
    ['none where images alone are allowed', ['NodeImage'], false, {}, null],
    ['the first that is named', ['PrivilegedPod', 'Restart'], false, {}, 'PrivilegedPod'],
    ['the next where the first cannot be', ['Restart', 'Replace', 'PrivilegedPod'], true, {}, 'Replace'],
    ['no replacement beside an autoscaler', ['Replace', 'PrivilegedPod'], true, autoscaled, 'PrivilegedPod'],
    ['no replacement in a pool of VirtualMachines', ['Replace'], false, { type: 'VirtualMachines' }, null],
    ['no replacement where the count is unknown', ['Replace'], false, { count: null }, null],
    ['no replacement where a pool is as large as AKS lets it be', ['Replace'], false, { count: 1_000 }, null],
  ])('is %s', (_, methods, isNodeGroupLocked, over, method) => {
    expect(nodeMethod(possibleMethods(methods, { isNodeGroupLocked }, { ...pool, ...over }))).toBe(method);
  });
});
