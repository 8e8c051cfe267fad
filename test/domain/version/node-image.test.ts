import { describe, expect, it } from 'vitest';
import {
  compareNodeImages,
  isImageAtLeast,
  isKnownImage,
  isOfImage,
  parseNodeImage,
  shortImage,
} from '#domain/version/node-image.ts';

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
    expect(parseNodeImage(name)).toEqual({ family, version, patched: null });
    expect(shortImage(name)).toBe(version);
  });

  it('of a node may have the day of its security patches behind it', () => {
    expect(parseNodeImage('AKSUbuntu-2204gen2containerd-202509.23.0-2025.11.03')).toEqual({
      family: 'AKSUbuntu-2204gen2containerd',
      version: '202509.23.0',
      patched: '2025.11.03',
    });
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

describe('images that can be put in order', () => {
  it.each([
    ['AKSUbuntu-2404gen2containerd-202509.23.0', true],
    ['AKSAzureLinux-V3gen2-202602.13.5', true],
    ['AKSWindows-2025-26100.6899.251014', true],
    ['AKSUbuntuish-1-202509.23.0', false],
    ['BringYourOwn-1-202509.23.0', false],
    ['AKSUbuntu-2404gen2containerd-newest', false],
    ['', false],
  ])('are of a family that AKS publishes: %s %j', (name, isKnown) => {
    expect(isKnownImage(name)).toBe(isKnown);
  });

  it.each([
    ['AKSUbuntu-2204gen2containerd-202510.19.0', true],
    ['AKSUbuntu-2204gen2containerd-202510.26.0', true],
    ['AKSUbuntu-2204gen2containerd-202509.23.0', false],
    ['AKSUbuntu-2404gen2containerd-202510.26.0', false],
    ['custom', false],
  ])('%s is at least 22.04 of 202510.19.0: %j', (name, isAtLeast) => {
    expect(isImageAtLeast(name, 'AKSUbuntu-2204gen2containerd-202510.19.0')).toBe(isAtLeast);
  });
});

describe('a node has the image of its pool', () => {
  const image = 'AKSUbuntu-2204gen2containerd-202509.23.0';
  it.each([
    [image, true],
    [`${image}-2025.11.03`, true],
    ['AKSUbuntu-2204gen2containerd-202510.19.0', false],
    ['AKSUbuntu-2204gen2containerd-202510.19.0-2025.11.03', false],
    ['custom', false],
    [null, false],
  ])('by its label %j, whatever patches it got since: %j', (label, isOf) => {
    expect(isOfImage(label, image)).toBe(isOf);
  });

  it('by the very name where that has no known form', () => {
    expect([isOfImage('custom', 'custom'), isOfImage('custom-2025.11.03', 'custom')]).toEqual([true, false]);
  });
});
