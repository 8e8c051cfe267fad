import { describe, expect, it } from 'vitest';
import { compareNodeImages, parseNodeImage, shortImage } from '#domain/version/node-image.ts';

describe('a node image name', () => {
  it.each([
    ['AKSUbuntu-2204gen2containerd-202509.23.0', 'AKSUbuntu-2204gen2containerd', '202509.23.0'],
    ['AKSUbuntu-2204containerd-202510.03.0', 'AKSUbuntu-2204containerd', '202510.03.0'],
    ['AKSAzureLinux-V3gen2-202602.13.5', 'AKSAzureLinux-V3gen2', '202602.13.5'],
    ['AKSAzureLinux-aclgen2TL-202608.26.0', 'AKSAzureLinux-aclgen2TL', '202608.26.0'],
    ['AKSWindows-2022-20348.4171.250910', 'AKSWindows-2022', '20348.4171.250910'],
    [
      'AKSWindows-2022-containerd-gen2-20348.4171.250910',
      'AKSWindows-2022-containerd-gen2',
      '20348.4171.250910',
    ],
    ['AKSUbuntu:1604:2020.03.11', 'AKSUbuntu:1604', '2020.03.11'],
  ])('%s has its family and its version', (name, family, version) => {
    expect(parseNodeImage(name)).toEqual({ family, version });
    expect(shortImage(name)).toBe(version);
  });

  it('in an unknown form stays whole', () => {
    expect([parseNodeImage('custom'), shortImage('custom'), shortImage('')]).toEqual([null, 'custom', '']);
  });

  it.each([
    ['AKSUbuntu-2204gen2containerd-202509.23.0', 'AKSUbuntu-2204gen2containerd-202510.19.0', -1],
    ['AKSUbuntu-2204gen2containerd-202509.9.0', 'AKSUbuntu-2204gen2containerd-202509.10.0', -1],
    ['AKSUbuntu-2204gen2containerd-202510.19.0', 'AKSUbuntu-2204gen2containerd-202510.19.0', 0],
    ['AKSWindows-2022-20348.4297.251014', 'AKSWindows-2022-20348.4171.250910', 1],
    ['AKSUbuntu-2204gen2containerd-202509.23.0', 'AKSUbuntu-2404gen2containerd-202510.19.0', null],
    ['AKSWindows-2019-17763.7919.251014', 'AKSWindows-2022-20348.4171.250910', null],
    ['custom', 'custom', null],
  ])('%s against %s is %j: only within one family', (a, b, sign) => {
    const compared = compareNodeImages(a, b);
    expect(compared === null ? null : Math.sign(compared)).toBe(sign);
  });
});
