import { describe, expect } from 'vitest';
import { fleetFile } from '../campaigns/fleet-file.ts';
import { nightlySpec } from '../campaigns/nightly-spec.ts';
import { playScheduledRun, scheduleNightly } from '../campaigns/play-scheduled-run.ts';
import { runDrydock } from '../processes/run-drydock.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';

const hour = 3_600_000;
const name = 'images';
const pools = [{ name: 'system', mode: 'System', count: 1 }];
const fleet = fleetFile({
  images: ['test', 'production'].map((ring) => ({ name: `aks-${ring}`, tags: { ring }, pools })),
});
const upgrade = { type: 'NodeImageOnly', nodeImageSelection: 'Consistent' };
const stages = [
  { name: 'test', clusters: [{ tags: { ring: 'test' } }], soak: '10h', approval: { required: false } },
  { name: 'production', clusters: [{ tags: { ring: 'production' } }] },
];

const it = withDrydock({ fleet, speed: 2400 }).extend(
  'answered',
  ({ drydock }) =>
    async (...args: readonly string[]): Promise<unknown> => {
      return JSON.parse((await runDrydock([...args, '-o', 'json'], drydock.environment())).stdout);
    },
);

describe('node images, run after run', () => {
  it('production gets in a later run what test has run for its soak', async ({
    drydock,
    files,
    answered,
  }) => {
    const file = files.write('nightly.json', nightlySpec(name, { upgrade, stages }));
    await scheduleNightly(drydock.session, name, file);
    const first = await playScheduledRun(drydock.session, name);
    expect(first).toMatchObject({
      clusters: { total: 2, done: 1, failed: 0, aborted: 0, deferred: 1 },
      deferrals: [
        {
          cluster: 'aks-production',
          reason: 'blocked: stage test has run no image of AKSUbuntu-2204gen2containerd',
        },
      ],
    });
    expect(await answered('describe', first.campaign!)).toMatchObject({
      nodeImages: [{ cluster: 'aks-test', pool: 'system', state: 'current', was: { behindDays: 26 } }],
    });
    // The schedule is due at New Year: by then it has soaked.
    expect(await answered('plan', '-f', file, '--pace', 'simulator')).toMatchObject({
      scheduledRun: { idle: null, starts: [{ cluster: 'aks-production', pools: ['system'] }], deferrals: [] },
    });
    let scheduledRun = await playScheduledRun(drydock.session, name);
    while (scheduledRun.clusters.deferred > 0) {
      expect(scheduledRun.deferrals[0]?.reason).toMatch(/^blocked: stage test has not run \S+ for 10h yet/);
      scheduledRun = await playScheduledRun(drydock.session, name);
    }
    expect(scheduledRun).toMatchObject({
      phase: 'Completed',
      clusters: { total: 2, done: 2, failed: 0, aborted: 0, deferred: 0 },
    });
    const upgrades = (await acceptedOperations(drydock.simulator)).filter(
      ({ kind }) => kind === 'node-image-upgrade',
    );
    expect(upgrades.map(({ cluster }) => cluster)).toEqual(['aks-test', 'aks-production']);
    const [test, production] = upgrades.map(({ at }) => Date.parse(at)) as [number, number];
    expect(production - test).toBeGreaterThan(10 * hour);
  });
});
