import fc from 'fast-check';
import type { SeededCluster } from './seeded-fleet.ts';
import { subscriptionOf } from './seeded-fleet.ts';

/** A window that opens every day, and how far its time zone is ahead of UTC in the fleet's November. */
interface SeededWindow {
  readonly timezone: string;
  readonly aheadMinutes: number;
  readonly opensAtHour: number;
  readonly durationHours: number;
}

export interface SeededCampaign {
  readonly testPlaces: number;
  readonly productionPlaces: number;
  readonly soakMinutes: number;
  readonly poolOrder: readonly string[];
  readonly upgradeSettings: object;
  readonly window: SeededWindow | null;
}

const zones: readonly (readonly [string, number])[] = [
  ['UTC', 0],
  ['Europe/Berlin', 60],
  ['Asia/Kolkata', 330],
  ['America/New_York', -300],
];

const seededWindow = fc
  .record({
    zone: fc.constantFrom(...zones),
    opensAtHour: fc.integer({ min: 0, max: 23 }),
    durationHours: fc.integer({ min: 10, max: 18 }),
  })
  .map(({ zone: [timezone, aheadMinutes], ...when }) => ({ timezone, aheadMinutes, ...when }));

export const seededCampaign: fc.Arbitrary<SeededCampaign> = fc.record({
  testPlaces: fc.integer({ min: 1, max: 2 }),
  productionPlaces: fc.integer({ min: 1, max: 2 }),
  soakMinutes: fc.integer({ min: 0, max: 10 }),
  poolOrder: fc.constantFrom(['*'], ['sys*', '*'], ['sys*', 'win*', '*'], ['s*', 'np*', 'a*']),
  upgradeSettings: fc.constantFrom<object>(
    {},
    { maxSurge: '50%' },
    { maxSurge: 2, drainTimeoutInMinutes: 20, nodeSoakDurationInMinutes: 1 },
  ),
  window: fc.option(seededWindow, { freq: 2 }),
});

/** The campaign's file. */
export function specOf(seed: number, campaign: SeededCampaign): string {
  const { soakMinutes, testPlaces, productionPlaces, poolOrder, upgradeSettings, window } = campaign;
  const soak = `${soakMinutes}m`;
  const selector = (ring: string) => [{ subscriptions: [subscriptionOf(seed)], tags: { ring } }];
  const spec = {
    upgrade: { kubernetesVersion: '1.34' },
    stages: [
      {
        name: 'test',
        clusters: selector('test'),
        maxConcurrency: testPlaces,
        soak,
        approval: { approvers: ['oncall'] },
      },
      { name: 'production', clusters: selector('production'), maxConcurrency: productionPlaces },
    ],
    cluster: { controlPlaneSoak: soak, pools: { order: poolOrder }, afterCluster: { soak } },
    nodePools: {
      defaults: { upgradeSettings, soak },
      overrides: [{ match: { osType: 'Windows' }, soak: `${soakMinutes + 1}m` }],
    },
    // A cluster may have to wait for the next day's window.
    timeouts: { cluster: '5d' },
    ...(window === null ? {} : { maintenance: maintenanceOf(window) }),
  };
  const metadata = { name: `seed-${seed}` };
  return JSON.stringify({ apiVersion: 'drydock.dev/v1', kind: 'UpgradeCampaign', metadata, spec }, null, 2);
}

function maintenanceOf({ timezone, opensAtHour, durationHours }: SeededWindow): object {
  return {
    timezone,
    maintenanceWindow: {
      schedule: { daily: { intervalDays: 1 } },
      startTime: `${String(opensAtHour).padStart(2, '0')}:00`,
      durationHours,
    },
  };
}

/** Worked out by hand, not by the calendar that is being judged. */
export function isOpen({ window }: SeededCampaign, atMs: number): boolean {
  if (window === null) return true;
  const day = 24 * 60;
  const localMinute = atMs / 60_000 + window.aheadMinutes;
  const sinceOpening = (((localMinute - window.opensAtHour * 60) % day) + day) % day;
  return sinceOpening < window.durationHours * 60;
}

/** What a `Full` campaign to 1.34 has to do there: northeurope does not offer 1.34.1 yet. */
export function stepsOf({ name, location, version, pools }: SeededCluster): readonly string[] {
  const to = location === 'northeurope' ? '1.34.0' : '1.34.1';
  return [
    `${name} control-plane-upgrade ${version} -> ${to}`,
    ...pools.map((pool) => `${name} node-pool-upgrade ${pool.name} ${pool.version} -> ${to}`),
  ];
}
