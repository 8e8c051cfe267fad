import { expect, it } from 'vitest';
import { quotaFamilyOf } from '#domain/preflight/capacity/vcpu-needs.ts';

it.each([
  ['Standard_D4s_v5', 'standardDSv5Family'],
  ['Standard_D4ds_v5', 'standardDDSv5Family'],
  ['Standard_D2as_v4', 'standardDASv4Family'],
  ['Standard_DS2_v2', 'standardDSv2Family'],
  ['Standard_E8-4ads_v5', 'standardEADSv5Family'],
  ['Standard_F8s_v2', 'standardFSv2Family'],
  ['Standard_NC4as_T4_v3', null],
  ['', null],
])('vCPUs of %s are counted as %s', (vmSize, family) => {
  expect(quotaFamilyOf(vmSize)).toBe(family);
});
