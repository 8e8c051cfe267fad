import { describe, expect, it } from 'vitest';
import { toMark } from '#gateways/azure/operations/machine-mark.ts';
import { failureOf } from '../../../rules/failure-of.ts';

const machine = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm';
const time = '2026-11-27T08:00:00.1234567+00:00';
const power = { code: 'PowerState/running', time: '2026-11-27T09:00:00Z' };
const view = (...statuses: readonly object[]) => ({ instanceView: { statuses } });

describe('the mark of a machine', () => {
  it.each(['Succeeded', 'Failed', 'Canceled'])('is the instant of its last operation, which %s', (state) => {
    const last = { code: `ProvisioningState/${state.toLowerCase()}`, time };
    expect(toMark(machine, { provisioningState: state, ...view(power, last) })).toBe(`${state} ${time}`);
  });

  it('is none while an operation runs', () => {
    expect(toMark(machine, { provisioningState: 'Updating', ...view() })).toBeNull();
  });

  it.each([
    ['no instance view', {}],
    ['no state of its operations', view(power)],
    ['no time', view({ code: 'ProvisioningState/succeeded' })],
  ])('fails where there is %s, for it would be the same after another operation', async (_, properties) => {
    const asked = Promise.resolve().then(() =>
      toMark(machine, { provisioningState: 'Succeeded', ...properties }),
    );
    expect(await failureOf(asked)).toMatchObject({ kind: 'unclassified' });
  });
});
