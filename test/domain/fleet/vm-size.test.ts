import { describe, expect, it } from 'vitest';
import { vcpusOf } from '#domain/fleet/vm-size.ts';

describe('the vCPUs of a machine size', () => {
  it.each([
    ['Standard_D4s_v5', 4],
    ['Standard_D16ads_v5', 16],
    ['standard_d2s_v3', 2],
    ['Standard_DS2_v2', 2],
    ['Standard_B2ms', 2],
    ['Standard_F8s_v2', 8],
    ['Standard_NC24ads_A100_v4', 24],
    ['Standard_E8-4ads_v5', 4],
    ['Standard_DS3', 4],
    ['Standard_DS3_v2', 4],
    ['Standard_D11_v2', 2],
    ['Standard_DS99_v2', null],
    ['Standard_A2_v2', 2],
    ['Standard_A1', null],
    ['Standard_G5', null],
    ['Custom', null],
    ['', null],
  ])('%s has %j', (vmSize, vcpus) => {
    expect(vcpusOf(vmSize)).toBe(vcpus);
  });
});
