import { describe, expect, it } from 'vitest';
import { ImageReleases } from '#simulator/fleet/node-images.ts';

const start = Date.parse('2026-11-01T00:00:00Z');
const day = 24 * 3_600_000;
const released = (osSku: string, days: number, version = '1.34.1') =>
  new ImageReleases(start, { linuxDays: 7, windowsDays: 30 }).latest(osSku, version, start + days * day);

describe('node images of the simulator', () => {
  it('come out weekly for Linux and monthly for Windows, each with its day in its name', () => {
    expect([0, 6, 7, 13, 14].map((days) => released('Ubuntu', days))).toEqual(
      ['202610.28.0', '202610.28.0', '202611.08.0', '202611.08.0', '202611.15.0'].map(
        (version) => `AKSUbuntu-2204gen2containerd-${version}`,
      ),
    );
    expect([0, 29, 30, 60].map((days) => released('Windows2022', days))).toEqual(
      ['4297.261023', '4297.261023', '4417.261201', '4537.261231'].map(
        (version) => `AKSWindows-2022-20348.${version}`,
      ),
    );
  });

  it('stay as they are where the file says nothing', () => {
    const latest = new ImageReleases(start, undefined).latest('AzureLinux', '1.34.1', start + 400 * day);
    expect(latest).toBe('AKSAzureLinux-V3gen2-202610.28.0');
  });

  it.each([
    ['Ubuntu', '1.34.1', 'AKSUbuntu-2204gen2containerd'],
    ['Ubuntu', '1.35.5', 'AKSUbuntu-2404gen2containerd'],
    ['AzureLinux', '1.31.9', 'AKSAzureLinux-V2gen2'],
    ['AzureLinux', '1.32.9', 'AKSAzureLinux-V3gen2'],
  ])('of %s follow Kubernetes: %s has %s', (osSku, version, family) => {
    expect(released(osSku, 0, version)).toBe(`${family}-202610.28.0`);
  });
});
