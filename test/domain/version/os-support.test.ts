import { describe, expect, it } from 'vitest';
import { osChange, osRefusal, osSupportOf } from '#domain/version/os-support.ts';

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
      'AKS does not offer Windows Server 2022 from Kubernetes 1.37 on; the Windows version of a pool cannot be changed: move its workloads to a new pool of Windows Server 2025 (upgrade.type: Migrate; container images need that base), or exclude the pool',
    ],
    [
      'Ubuntu2204',
      '1.37.0',
      'move it to Ubuntu2404 first (az aks nodepool update -g GROUP --cluster-name CLUSTER -n POOL --os-sku Ubuntu2404',
    ],
    [
      'AzureLinux3',
      '1.37.0',
      'AKS does not offer Azure Linux 3 from Kubernetes 1.37 on; move it to AzureLinux first (az aks nodepool update -g GROUP --cluster-name CLUSTER -n POOL --os-sku AzureLinux, which recreates its nodes), or exclude it',
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

describe('a SKU whose system follows the Kubernetes version', () => {
  const ubuntu = 'AKSUbuntu-2204gen2containerd-202510.19.0';
  const mariner = 'AKSAzureLinux-V2gen2-202510.19.0';
  it.each<[string, string, string, string, string | null]>([
    ['Ubuntu', ubuntu, '1.34.1', '1.35.5', 'Ubuntu 22.04 -> Ubuntu 24.04'],
    ['Ubuntu', ubuntu, '1.35.5', '1.35.5', 'Ubuntu 22.04 -> Ubuntu 24.04'],
    ['Ubuntu', ubuntu, '1.33.5', '1.34.1', null],
    ['Ubuntu', ubuntu, '1.35.5', '1.36.1', null],
    ['Ubuntu2204', ubuntu, '1.34.1', '1.35.5', null],
    ['Ubuntu', 'AKSUbuntu-2404gen2containerd-202510.19.0', '1.34.1', '1.35.5', null],
    ['AzureLinux', mariner, '1.31.9', '1.32.9', 'Azure Linux 2 -> Azure Linux 3'],
    ['AzureLinux', 'AKSAzureLinux-V3gen2-202510.19.0', '1.31.9', '1.32.9', null],
    ['Windows2022', 'AKSWindows-2022-20348.4297.251019', '1.35.5', '1.36.1', null],
  ])('%s (%s) from %s to %s: %s', (osSKU, nodeImageVersion, from, to, change) => {
    const found = osChange({ osSKU, nodeImageVersion }, from, to);
    expect(found && `${found.from} -> ${found.to}`).toBe(change);
  });
});
