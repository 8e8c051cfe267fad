import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { withFreezes } from '#cli/schedule/freezes.ts';
import { findSchedule, type Schedule } from '#cli/schedule/schedules.ts';
import { parseCron } from '#domain/calendar/cron.ts';
import { runsAfter } from '#domain/calendar/cron-runs.ts';
import type { ScheduledRunResult } from '#domain/nightly/scheduled-run-result.ts';
import { shortImage } from '#domain/version/node-image.ts';
import { fleetFile, subscriptionOf } from '../campaigns/fleet-file.ts';
import { nightlySpec } from '../campaigns/nightly-spec.ts';
import { beginScheduledRun, setClock, untilClock } from '../campaigns/play-month.ts';
import { scheduleNightly } from '../campaigns/play-scheduled-run.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

const hour = 3_600_000;
const name = 'month';
const timezone = 'Europe/Berlin';
const cron = '0 22 * * *';
const soakHours = 30;
/** A Monday. On 25 October clocks change. New images come out at this hour, Linux every Monday, Windows in 30 days. */
const start = '2026-10-05T06:00:00Z';
const lastRun = '2026-11-07';

const pools = [
  { name: 'system', mode: 'System', count: 1 },
  { name: 'win', osSku: 'Windows2022', count: 1 },
];
/** The cluster's own window in Azure, by an offset, which knows of no summer: 18:00 to 06:00 UTC. */
const saturdays = {
  name: 'aksManagedNodeOSUpgradeSchedule',
  properties: {
    maintenanceWindow: {
      schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Saturday' } },
      startTime: '20:00',
      utcOffset: '+02:00',
      durationHours: 12,
    },
  },
};
const fleet = fleetFile(
  {
    test: [{ name: 'test', pools }],
    production: [{ name: 'production', pools, maintenance: [saturdays] }],
  },
  { start, imageReleases: { linuxDays: 7, windowsDays: 30 } },
);
const stage = (group: string, more: object = {}) => ({
  name: group,
  clusters: [{ subscriptions: [subscriptionOf(group)] }],
  ...more,
});
const campaign = {
  upgrade: { type: 'NodeImageOnly', nodeImageSelection: 'Consistent' },
  stages: [stage('test', { soak: `${soakHours}h`, approval: { required: false } }), stage('production')],
  maintenance: {
    source: 'Merge',
    timezone,
    maintenanceWindow: {
      schedule: { daily: { intervalDays: 1 } },
      startTime: '20:00',
      durationHours: 12,
    },
  },
};

const notRun = 'production: blocked: stage test has run';
const notSoaked = 'production: blocked: stage test has not run';
const closed = 'production: outside its window, which opens 2026-';
const nothing = 'nothing to change';
/** The day in October or November, what was begun, and what was not, and why. */
const diary: readonly (readonly [day: number, begun: string, otherwise: string])[] = [
  [5, 'test system, test win', `${notRun} no image of AKSUbuntu-2204gen2containerd; stage test has run no`],
  [6, '', notSoaked],
  [7, '', `${closed}10-10`],
  [8, '', `${closed}10-10`],
  [9, '', `${closed}10-10`],
  [10, 'production system, production win', ''],
  [11, '', nothing],
  [12, '', 'freeze fair by eva: CHG7; deferred to the next run'],
  [13, 'test system', `${notRun} 202610.01.0, not 202610.12.0`],
  [14, '', notSoaked],
  [15, '', `${closed}10-17`],
  [16, '', `${closed}10-17`],
  [17, 'production system', ''],
  [18, '', nothing],
  [19, '', 'missed: no worker was there for'],
  [20, 'test system', `${notRun} 202610.12.0, not 202610.19.0`],
  [21, '', notSoaked],
  [22, '', `${closed}10-24`],
  [23, '', `${closed}10-24`],
  [24, 'production system', ''],
  [25, '', nothing],
  [26, 'test system', `${notRun} 202610.19.0, not 202610.26.0`],
  [27, '', 'skipped: the previous run was in progress'],
  [28, '', notSoaked],
  [29, '', `${closed}10-31`],
  [30, '', `${closed}10-31`],
  [31, 'production system', ''],
  [1, '', nothing],
  [2, 'test system', `${notRun} 202610.26.0, not 202611.02.0`],
  [3, '', notSoaked],
  [4, 'test win', `${closed}11-07`],
  [5, '', `${closed}11-07`],
  [6, '', `${closed}11-07`],
  [7, 'production system, production win', ''],
];

interface ScheduledRun {
  readonly date: string;
  readonly dueMs: number;
  /** null: it did not begin, for the one before still ran. */
  readonly result: ScheduledRunResult | null;
}

/** Why the scheduled run did no more. */
function otherwise({ result }: ScheduledRun): string {
  if (result === null) return 'skipped: the previous run was in progress';
  if (result.deferrals.length === 0) return result.reason ?? '';
  return result.deferrals.map(({ cluster, reason }) => `${cluster}: ${reason}`).join(', ');
}

const it = withDrydock({ fleet, settings: { DRYDOCK_POLL_FLOOR: '300ms' } })
  /** The scheduled run is due: by a clock that was set for it, at a speed at which its window is a minute. */
  .extend(
    'begin',
    { scope: 'file' },
    ({ drydock, files }) =>
      async (dueMs: number, speed = 600, catchUp = '1h') => {
        await setClock(drydock.simulator, dueMs, speed);
        const spec = nightlySpec(name, campaign, { cron: [cron], timezone, catchUp });
        await scheduleNightly(drydock.session, name, files.write('nightly.json', spec));
        return beginScheduledRun(drydock.session, name);
      },
  )
  .extend(
    'inFreeze',
    { scope: 'file' },
    ({ begin }) =>
      async (dueMs: number): Promise<ScheduledRunResult> => {
        await withFreezes((freezes) =>
          freezes.create({
            name: 'fair',
            by: 'eva',
            reason: 'CHG7',
            from: new Date(dueMs - hour).toISOString(),
            until: new Date(dueMs + 12 * hour).toISOString(),
          }),
        );
        return (await begin(dueMs)).result();
      },
  )
  /** Temporal begins it; its worker is there again at noon. */
  .extend(
    'withoutWorker',
    { scope: 'file' },
    ({ drydock, begin }) =>
      async (dueMs: number): Promise<ScheduledRunResult> => {
        await drydock.worker().kill();
        // At this speed half a minute is left from noon to the next scheduled run, in which a slow machine starts a worker.
        const scheduledRun = await begin(dueMs, 1200, '10s');
        await untilClock(drydock.simulator, dueMs + 14 * hour);
        while (Date.now() <= scheduledRun.startedMs + 10_000) await pause(100);
        await drydock.restartWorker();
        return scheduledRun.result();
      },
  )
  /** Azure's limits are real time's: a worker of seven scheduled runs in a minute would keep to them, its successor begins again. */
  .extend('newWorker', { scope: 'file' }, ({ drydock }) => async (): Promise<void> => {
    await drydock.worker().stop();
    await drydock.restartWorker();
  })
  /** A node does not get ready before someone repairs it, once the next scheduled run was due. */
  .extend(
    'overrunning',
    { scope: 'file' },
    ({ drydock, begin }) =>
      async (dueMs: number): Promise<ScheduledRunResult> => {
        await drydock.simulator.fault({
          kind: 'node-stays-not-ready',
          minutes: null,
          times: 10,
          match: { cluster: 'test', pool: 'system' },
        });
        const scheduledRun = await begin(dueMs, 3000);
        await untilClock(drydock.simulator, dueMs + 24 * hour);
        const before = await findSchedule(drydock.session, name);
        await before.handle.trigger('SKIP');
        const isSkipped = ({ scheduledRuns }: Schedule) =>
          scheduledRuns.skipped > before.schedule.scheduledRuns.skipped;
        while (!isSkipped((await findSchedule(drydock.session, name)).schedule)) await pause(50);
        await drydock.simulator.clearFaults();
        const kubernetes = await kubernetesOf(drydock.simulator, 'test');
        for (const { name: node, isReady } of await kubernetes.nodes())
          if (!isReady) await kubernetes.makeReady(node);
        return scheduledRun.result();
      },
  )
  .extend(
    'month',
    { scope: 'file' },
    async ({ drydock, begin, inFreeze, withoutWorker, newWorker, overrunning }) => {
      const unusual: Readonly<Record<string, (dueMs: number) => Promise<ScheduledRunResult>>> = {
        '2026-10-12': inFreeze,
        '2026-10-19': withoutWorker,
        '2026-10-26': overrunning,
      };
      const parsed = parseCron(cron);
      if (!parsed.ok) throw new Error(parsed.message);
      const scheduledRuns: ScheduledRun[] = [];
      for (const dueMs of runsAfter([parsed.cron], timezone, Date.parse(start))) {
        const date = new Date(dueMs).toISOString().slice(0, 10);
        const isSkipped = unusual[scheduledRuns.at(-1)?.date ?? ''] === overrunning;
        const play = unusual[date] ?? (async () => (await begin(dueMs)).result());
        const isMonday = new Date(dueMs).getUTCDay() === 1;
        if (isMonday && scheduledRuns.length > 0 && play !== withoutWorker) await newWorker();
        scheduledRuns.push({ date, dueMs, result: isSkipped ? null : await play(dueMs) });
        if (date === lastRun) break;
      }
      const operations = await acceptedOperations(drydock.simulator);
      const upgrades = operations.filter(({ kind }) => kind === 'node-image-upgrade');
      return { scheduledRuns, operations, upgrades };
    },
  );

describe('five weeks of scheduled runs', () => {
  // The first test that takes the month plays it.
  it('each does what it may, and says what it leaves and why', { timeout: 400_000 }, ({ month }) => {
    const { scheduledRuns, upgrades } = month;
    const told = scheduledRuns.map((scheduledRun) => {
      const nextMs = scheduledRun.dueMs + 24 * hour;
      const begun = upgrades.filter(
        ({ at }) => Date.parse(at) >= scheduledRun.dueMs && Date.parse(at) < nextMs,
      );
      return [
        new Date(scheduledRun.dueMs).getUTCDate(),
        begun.map(({ cluster, pool }) => `${cluster} ${pool}`).join(', '),
        otherwise(scheduledRun),
      ];
    });
    const expected = diary.map(([day, begun, why]) => [
      day,
      begun,
      why === '' ? '' : expect.stringContaining(why),
    ]);
    expect(told).toEqual(expected);
    for (const { result } of scheduledRuns) expect(result?.failed ?? []).toEqual([]);
  });

  it('nothing is begun outside the window of the file, nor outside that of the cluster in Azure', ({
    month: { operations },
  }) => {
    const hourOf = new Intl.DateTimeFormat('en', { timeZone: timezone, hour: 'numeric', hourCycle: 'h23' });
    for (const { cluster, at } of operations) {
      const localHour = Number(hourOf.format(new Date(at)));
      expect([localHour >= 20 || localHour < 8, at]).toEqual([true, at]);
      // Twelve hours from Saturday 18:00 on: six hours later all of them are of Sunday.
      const shifted = new Date(Date.parse(at) + 6 * hour);
      const isWeekend = shifted.getUTCDay() === 0 && shifted.getUTCHours() < 12;
      if (cluster === 'production') expect([isWeekend, at]).toEqual([true, at]);
    }
  });

  it('production gets no image that test has not run for its soak', ({ month: { upgrades } }) => {
    const ofTest = upgrades.filter(({ cluster }) => cluster === 'test');
    const ofProduction = upgrades.filter(({ cluster }) => cluster === 'production');
    expect(ofProduction.length).toBe(ofTest.length);
    for (const { pool, to, at } of ofProduction) {
      const tested = ofTest.find((each) => each.pool === pool && each.to === to);
      expect([to, Date.parse(at) - Date.parse(tested!.at) > soakHours * hour]).toEqual([to, true]);
    }
  });

  it('Linux gets its image every week, Windows once a month, each once', ({ month: { upgrades } }) => {
    const images = (cluster: string, pool: string) =>
      upgrades
        .filter((each) => each.cluster === cluster && each.pool === pool)
        .map(({ to }) => shortImage(to ?? ''));
    for (const cluster of ['test', 'production']) {
      expect(images(cluster, 'system')).toEqual([
        '202610.01.0',
        '202610.12.0',
        '202610.19.0',
        '202610.26.0',
        '202611.02.0',
      ]);
      expect(images(cluster, 'win')).toEqual(['20348.4297.260926', '20348.4417.261104']);
    }
  });

  it('the schedule counts one run that was skipped, and none that it missed itself', async ({
    drydock,
    month: { scheduledRuns },
  }) => {
    const { schedule } = await findSchedule(drydock.session, name);
    expect(schedule.scheduledRuns).toEqual({ begun: scheduledRuns.length - 1, skipped: 1, missed: 0 });
  });
});
