import { describe, expect, it } from 'vitest';
import { osRefusal, osSupportOf } from '#domain/version/os-support.ts';

describe("a node pool's system", () => {
  it.each([
    ['Windows2022', 'AKSWindows-2022-containerd-20348.4171.250910', 'Windows Server 2022'],
    ['Windows', 'AKSWindows-2019-17763.7919.251014', 'Windows Server 2019'],
    ['WindowsAnnual', 'AKSWindows-23H2-gen2-25398.1.250910', 'Windows Server Annual Channel'],
    ['Ubuntu2204', 'AKSUbuntu-2204gen2containerd-202509.23.0', 'Ubuntu 22.04'],
    ['CBLMariner', 'AKSCBLMariner-V2gen2-202509.23.0', 'Azure Linux 2'],
  ])('of osSKU %s with %s is %s', (osSKU, image, name) => {
    expect(osSupportOf(osSKU, image)?.name).toBe(name);
  });

  it.each([
    ['Ubuntu', 'AKSUbuntu-2204gen2containerd-202509.23.0'],
    ['AzureLinux', 'AKSAzureLinux-V3gen2-202602.13.5'],
    ['', ''],
  ])('of osSKU %j with %j has no end of its own', (osSKU, image) => {
    expect(osSupportOf(osSKU, image)).toBeNull();
  });
});

describe('a version that AKS has not on the system of a pool', () => {
  it.each<[string, string, string]>([
    ['Windows2019', '1.33.5', 'new pool of Windows Server 2022 or Windows Server 2025 ('],
    ['Windows2019', '1.37.0', 'new pool of Windows Server 2025 ('],
    [
      'Windows2022',
      '1.37.0',
      'AKS does not offer Windows Server 2022 from Kubernetes 1.37 on; the Windows version of a pool cannot be changed: move its workloads to a new pool of Windows Server 2025 (pool name: at most 6 characters; container images need that base), or exclude the pool',
    ],
    ['Ubuntu2204', '1.37.0', 'move it to Ubuntu2404 first (az aks nodepool update --os-sku Ubuntu2404'],
    [
      'AzureLinux3',
      '1.37.0',
      'AKS does not offer Azure Linux 3 from Kubernetes 1.37 on; move it to AzureLinux first (az aks nodepool update --os-sku AzureLinux, which recreates its nodes), or exclude it',
    ],
  ])('%s at %s is refused with the way out', (osSKU, version, words) => {
    expect(osRefusal(osSKU, '', version)).toContain(words);
  });

  it.each([
    ['Windows2019', '1.32.9'],
    ['Windows2022', '1.36.2'],
    ['Windows2025', '1.40.0'],
    ['Ubuntu2204', '1.36.0'],
    ['Ubuntu', '1.40.0'],
  ])('%s at %s is not refused', (osSKU, version) => {
    expect(osRefusal(osSKU, '', version)).toBeNull();
  });
});
