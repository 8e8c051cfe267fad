import { describe, expect, it } from 'vitest';
import { makeBaseline } from '#domain/health/health-baseline.ts';
import { compareHealth } from '#domain/health/health-difference.ts';
import { aPod, aReading, aWorkload, noon, theChecks } from '../../builders/a-health-reading.ts';

const checks = theChecks();

/** So many workloads without a pod, and as many sound ones with three pods. */
function aSickCluster(sick: number, sound = sick) {
  return aReading({
    workloads: [
      ...Array.from({ length: sick }, (_, index) =>
        aWorkload(`Deployment shop/sick-${index}`, { available: 0 }),
      ),
      ...Array.from({ length: sound }, (_, index) => aWorkload(`Deployment shop/sound-${index}`)),
    ],
    pods: Array.from({ length: sound * 3 }, (_, index) =>
      aPod({ owner: `Deployment shop/sound-${index % sound}` }),
    ),
  });
}

describe('a baseline', () => {
  it('holds counts, the first names and a digest of what was wrong', () => {
    expect(makeBaseline(checks, null, [aSickCluster(7)])).toMatchObject({
      takenAt: noon,
      counts: { workloadsAvailable: 7 },
      first: expect.arrayContaining(['Deployment shop/sick-0 has 0 of 3 pods available']),
      digest: expect.stringMatching(/^sha256:/),
    });
  });

  it('stays within a few kilobytes, whatever the size and state of the cluster', () => {
    const baseline = makeBaseline(checks, 'blue', [aSickCluster(1500, 1700)]);
    expect(JSON.stringify(baseline).length).toBeLessThan(6_000);
  });

  it('is alike for clusters that are alike, in whichever order they list', () => {
    const workloads = ['a', 'b', 'c'].map((name) => aWorkload(`Deployment shop/${name}`, { available: 0 }));
    const digestOf = (listed: typeof workloads) =>
      makeBaseline(checks, null, [aReading({ workloads: listed })]).digest;
    expect(digestOf(workloads.toReversed())).toBe(digestOf(workloads));
  });

  it('knows what was wrong in any of its readings', () => {
    const flapping = aReading({ workloads: [aWorkload('Deployment shop/web', { available: 0 })] });
    const baseline = makeBaseline(checks, null, [flapping, aReading({ workloads: [aWorkload()] })]);
    expect(compareHealth(checks, null, baseline, flapping).state).toBe('good');
  });

  it('goes by numbers where more was wrong than it can name', () => {
    const baseline = makeBaseline(checks, null, [aSickCluster(400)]);
    expect(compareHealth(checks, null, baseline, aSickCluster(400)).state).toBe('good');
    expect(compareHealth(checks, null, baseline, aSickCluster(401)).state).toBe('worse');
  });
});
