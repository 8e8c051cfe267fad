import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NightResult } from '#domain/campaign/night-result.ts';
import { createSchedule } from '#scripts/create-schedule.ts';
import { readNightly } from '#scripts/read-nightly.ts';
import { findSchedule, readNights } from '#scripts/schedules.ts';
import { readSimulatedPace } from '#scripts/simulated-pace.ts';
import { withGateways } from '#scripts/with-gateways.ts';
import { acceptedOperations } from '../support/accepted-operations.ts';
import { type Drydock, openDrydock } from '../support/drydock.ts';
import { fleetFile } from '../support/fleet-file.ts';
import { nightlySpec } from '../support/nightly-spec.ts';
import { temporalAddress } from '../support/temporal-server.ts';
import { openTemporaryFiles } from '../support/temporary-files.ts';

const hour = 3_600_000;
const name = 'images';
const pools = [{ name: 'system', mode: 'System', count: 1 }];
const fleet = fleetFile({
  images: ['test', 'production'].map((ring) => ({ name: `aks-${ring}`, tags: { ring }, pools })),
});
const upgrade = { type: 'NodeImageOnly', kubernetesVersion: undefined, nodeImageSelection: 'Consistent' };
const stages = [
  { name: 'test', clusters: [{ tags: { ring: 'test' } }], soak: '10h', approval: { required: false } },
  { name: 'production', clusters: [{ tags: { ring: 'production' } }] },
];

describe('node images, night after night', () => {
  const files = openTemporaryFiles();
  let drydock: Drydock;
  beforeAll(async () => {
    drydock = await openDrydock(temporalAddress(), {
      scenario: files.write('fleet.json', fleet),
      speed: 2400,
    });
    const pace = await withGateways(readSimulatedPace);
    await createSchedule(drydock.session, {
      name,
      source: readNightly(files.write('nightly.json', nightlySpec(name, { upgrade, stages }))),
      simulatorId: pace.simulatorId,
      pace,
      startedBy: 'alice',
      reason: 'a test',
    });
  });
  afterAll(async () => {
    await drydock.stop();
    files.remove();
  });

  /** Begins a night now and waits for its end. */
  async function playNight(): Promise<NightResult> {
    const { schedule, handle } = await findSchedule(drydock.session, name);
    const before = (await readNights(drydock.session, schedule)).length;
    // The schedule may not know yet that the night before is over; it would skip this one.
    await handle.trigger('BUFFER_ONE');
    for (;;) {
      const found = await findSchedule(drydock.session, name);
      const nights = await readNights(drydock.session, found.schedule);
      const last = nights.at(-1);
      if (nights.length > before && last !== undefined && last.execution !== 'RUNNING') return last.result!;
      await pause(200);
    }
  }

  it('production gets on a later night what test has run for its soak', async () => {
    const first = await playNight();
    expect(first).toMatchObject({
      clusters: { total: 2, done: 1, failed: 0, left: 1 },
      left: [
        {
          cluster: 'aks-production',
          reason: 'held back: stage test has run no image of AKSUbuntu-2204gen2containerd',
        },
      ],
    });
    let night = await playNight();
    while (night.clusters.left > 0) {
      expect(night.left[0]?.reason).toMatch(/^held back: stage test has not run \S+ for 10h yet/);
      night = await playNight();
    }
    expect(night).toMatchObject({ phase: 'Completed', clusters: { total: 2, done: 2, failed: 0, left: 0 } });
    const upgrades = (await acceptedOperations(drydock.simulator)).filter(
      ({ kind }) => kind === 'node-image-upgrade',
    );
    expect(upgrades.map(({ cluster }) => cluster)).toEqual(['aks-test', 'aks-production']);
    const [test, production] = upgrades.map(({ at }) => Date.parse(at)) as [number, number];
    expect(production - test).toBeGreaterThan(10 * hour);
  });
});
