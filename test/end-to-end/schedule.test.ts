import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { defaultPayloadConverter } from '@temporalio/common';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { describe, expect } from 'vitest';
import { withFreezes } from '#cli/schedule/freezes.ts';
import {
  findSchedule,
  readScheduledRuns,
  type Schedule,
  type ScheduledRun,
} from '#cli/schedule/schedules.ts';
import { steer } from '#cli/steer/steer.ts';
import type { ClusterTrend } from '#domain/audit/fleet/audit-trend.ts';
import { parseCron } from '#domain/calendar/cron.ts';
import { runsAfter } from '#domain/calendar/cron-runs.ts';
import type { ScheduledRunResult } from '#domain/nightly/scheduled-run-result.ts';
import type { NightlyInput } from '#protocol/scheduled-run.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { nightlySpec } from '../campaigns/nightly-spec.ts';
import { playScheduledRun, scheduleNightly } from '../campaigns/play-scheduled-run.ts';
import { runDrydock } from '../processes/run-drydock.ts';
import { withDrydock } from '../setup/with-drydock.ts';

interface FleetTrend {
  readonly clusters: readonly ClusterTrend[];
}

const fleet = fleetFile({
  story: [{ name: 'aks-story' }],
  window: [{ name: 'aks-window' }],
  buffer: [{ name: 'aks-buffer' }],
  held: [{ name: 'aks-held' }],
  cancelled: [{ name: 'aks-cancelled' }],
  gate: [
    { name: 'aks-gate-test', tags: { ring: 'test' } },
    { name: 'aks-gate-production', tags: { ring: 'production' } },
  ],
  decision: [{ name: 'aks-hard' }, { name: 'aks-later' }],
  frozen: [{ name: 'aks-frozen' }],
  audited: [{ name: 'aks-audited' }, { name: 'aks-unread', stopped: true }],
  script: [{ name: 'aks-script', pools: [{ name: 'system', mode: 'System', count: 1, image: 'latest' }] }],
});

const it = withDrydock({ fleet, speed: 2400 })
  .extend(
    'typed',
    ({ drydock }) =>
      (...args: readonly string[]) =>
        runDrydock(['schedule', ...args], { ...drydock.environment(), DRYDOCK_POLL_FLOOR: '100ms' }),
  )
  .extend('answered', ({ typed }) => async <T>(...args: readonly string[]): Promise<T> => {
    const answer = await typed(...args, '-o', 'json');
    expect(answer).toMatchObject({ stdout: expect.stringMatching(/^[{[]/) });
    return JSON.parse(answer.stdout) as T;
  })
  .extend(
    'answeredBy',
    ({ drydock }) =>
      async <T>(...args: readonly string[]): Promise<T> =>
        JSON.parse((await runDrydock([...args, '-o', 'json'], drydock.environment())).stdout) as T,
  )
  /** Looks until the schedule and its scheduled runs are as wanted; the test's own timeout is the limit. */
  .extend(
    'until',
    ({ drydock }) =>
      async (
        name: string,
        wanted: (schedule: Schedule, scheduledRuns: readonly ScheduledRun[]) => boolean,
      ): Promise<{ readonly schedule: Schedule; readonly scheduledRuns: readonly ScheduledRun[] }> => {
        for (;;) {
          const { schedule } = await findSchedule(drydock.session, name);
          const scheduledRuns = await readScheduledRuns(drydock.session, schedule);
          if (wanted(schedule, scheduledRuns)) return { schedule, scheduledRuns };
          await pause(200);
        }
      },
  )
  /** The first scheduled run of a file, begun now, as it ended. */
  .extend(
    'firstRun',
    ({ drydock, files }) =>
      async (name: string, spec: string): Promise<ScheduledRunResult> => {
        await scheduleNightly(drydock.session, name, files.write(`${name}.json`, spec));
        return playScheduledRun(drydock.session, name);
      },
  )
  .extend('theCampaign', ({ drydock }) => async (): Promise<string> => {
    for (;;) {
      const query = `WorkflowType = 'campaign' AND WorkflowId STARTS_WITH 'campaign/story-'`;
      for await (const { workflowId } of drydock.session.client.workflow.list({ query }))
        return workflowId.replace('campaign/', '');
    }
  })
  .extend(
    'steerSoon',
    ({ drydock }) =>
      async (campaign: string, verb: 'promote', target: string): Promise<void> => {
        for (;;) {
          const handle = drydock.session.client.workflow.getHandle(`campaign/${campaign}`);
          const { status } = await handle.describe();
          if (status.name !== 'RUNNING') return;
          await steer(drydock.session, campaign, verb, { by: 'alice', reason: 'a test', target }).catch(
            () => undefined,
          );
        }
      },
  );

describe.concurrent('a nightly file on a Temporal Schedule', () => {
  it('fires, skips while a run is in progress, is paused and resumed, and makes up for the past', async ({
    drydock,
    files,
    until,
    theCampaign,
    steerSoon,
    typed,
    answered,
  }) => {
    const campaign = { cluster: { afterCluster: { soak: '300d' } }, timeouts: {} };
    const file = files.write('story.json', nightlySpec('story', campaign));
    const create = ['create', 'story', '-f', file, '--pace', 'simulator', '--as', 'alice'];
    expect(await answered(...create)).toMatchObject({ kind: 'Schedule', done: 'created', paused: false });
    expect(await answered(...create)).toMatchObject({ done: 'updated', nightly: 'story', overlap: 'Skip' });

    // From here on it fires every second, so that no one has to wait for New Year.
    const { handle } = await findSchedule(drydock.session, 'story');
    await handle.update((same) => ({ ...same, spec: { intervals: [{ every: '1s' }] } }) as never);
    const first = await until(
      'story',
      ({ scheduledRuns }) => scheduledRuns.begun === 1 && scheduledRuns.skipped >= 2,
    );
    expect(first.schedule.running).toEqual([expect.stringMatching(/^nightly\/story-2\d{3}-/)]);
    expect(await typed('trigger', 'story', '--reason', 'now')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('a run of story is in progress (nightly/story-'),
    });

    const paused = await answered<Schedule>('pause', 'story', '--as', 'eva', '--reason', 'CHG0077');
    expect(paused).toMatchObject({ paused: true, note: 'paused by eva: CHG0077' });
    const tonight = await theCampaign();
    await until('story', (_, [scheduledRun]) => scheduledRun?.campaign === tonight);
    await steerSoon(tonight, 'promote', 'cluster/aks-story');
    const over = await until('story', (_, [scheduledRun]) => scheduledRun?.result != null);
    expect(over.scheduledRuns).toMatchObject([
      {
        execution: 'COMPLETED',
        result: {
          campaign: tonight,
          phase: 'Completed',
          clusters: { total: 1, done: 1, failed: 0, aborted: 0, deferred: 0 },
        },
      },
    ]);

    const again = await typed('pause', 'story', '--as', 'bob', '--reason', 'CHG0078');
    expect(again.stdout).toContain('was paused already (Paused by eva: CHG0077)');

    const resumed = await answered<Schedule>('resume', 'story', '--as', 'eva');
    const second = await until(
      'story',
      // At one a second, more than two may have ended before they are read.
      (_, scheduledRuns) => scheduledRuns[1]?.result != null,
    );
    // Nothing began while it was paused, nor was it made up for.
    expect(resumed.scheduledRuns.begun).toBe(1);
    expect(second.scheduledRuns[1]!.result).toMatchObject({
      campaign: null,
      phase: 'Completed',
      reason: 'nothing to change',
    });

    await typed('pause', 'story', '--reason', 'enough');
    const before = (await until('story', ({ running }) => running.length === 0)).schedule.scheduledRuns.begun;
    const range = ['--from', '2026-05-04T03:00Z', '--to', '2026-05-04T03:05Z'];
    const backfill = await answered<{ runs: readonly string[] }>(
      'backfill',
      'story',
      ...range,
      '--as',
      'ben',
      '--reason',
      'missed',
    );
    expect(backfill.runs[0]).toBe('2026-05-04T03:00:01.000Z');
    const made = await until('story', ({ scheduledRuns }) => scheduledRuns.begun > before);
    expect(made.schedule.recent.at(-1)!.scheduledAt).toMatch(/^2026-05-04T03:0/);

    const { decisions } = await answered<Schedule>('describe', 'story');
    expect(decisions.map(({ verb, by, reason }) => `${verb} ${by} ${reason}`.trim())).toEqual([
      'create alice',
      'update alice',
      'pause eva CHG0077',
      'pause bob CHG0078',
      'resume eva',
      expect.stringMatching(/^pause \S+ enough$/),
      'backfill ben missed',
    ]);

    expect(await typed('delete', 'story', '--yes')).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('--reason is missing (why delete story?)'),
    });
    const why = ['--as', 'ben', '--reason', 'moved'];
    expect(await typed('delete', 'story', ...why)).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('--yes'),
    });
    expect(await answered('delete', 'story', '--yes', ...why)).toMatchObject({
      decision: { verb: 'delete', by: 'ben', reason: 'moved' },
    });
    expect(await typed('describe', 'story')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('there is no schedule story'),
    });
  });

  it('starts one run after the one in progress with BufferOne, however often it is asked', async ({
    files,
    until,
    steerSoon,
    typed,
  }) => {
    const campaign = { cluster: { afterCluster: { soak: '300d' } }, timeouts: {} };
    const spec = nightlySpec('buffer', campaign, { overlap: 'BufferOne' });
    const file = files.write('buffer.json', spec);
    await typed('create', 'buffer', '-f', file, '--pace', 'simulator', '--as', 'alice');
    const trigger = ['trigger', 'buffer', '--as', 'eva', '--reason', 'CHG0077'];
    expect(await typed(...trigger)).toMatchObject({
      stdout: expect.stringMatching(/^A run of buffer starts\./),
    });
    const { scheduledRuns } = await until('buffer', (_, [run]) => run?.campaign != null);
    for (const _ of [1, 2])
      expect(await typed(...trigger)).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/^A run of buffer starts after the one in progress \(nightly\/buffer-/),
      });
    await steerSoon(scheduledRuns[0]!.campaign!, 'promote', 'cluster/aks-buffer');
    const over = await until(
      'buffer',
      ({ running }, runs) => running.length === 0 && runs.length === 2 && runs.every(({ result }) => result),
    );
    expect(over.schedule).toMatchObject({ overlap: 'BufferOne', scheduledRuns: { begun: 2 } });
    expect(over.scheduledRuns[1]!.result).toMatchObject({ reason: 'nothing to change' });
  });

  it('audits instead with --audit, and does not become a schedule of campaigns', async ({
    drydock,
    files,
    typed,
    answered,
    answeredBy,
  }) => {
    const file = files.write('audited.json', nightlySpec('audited'));
    const create = ['create', 'audited', '-f', file, '--pace', 'simulator', '--as', 'alice'];
    expect(await answered(...create, '--audit')).toMatchObject({ done: 'created', audits: true });
    const result = await playScheduledRun(drydock.session, 'audited');
    expect(result).toMatchObject({
      campaign: null,
      audit: true,
      phase: 'CompletedWithFailures',
      reason: 'audited: 1 FAIL',
      clusters: { total: 2, done: 1, failed: 1 },
      reported: [{ cluster: 'aks-audited', reason: expect.stringMatching(/^FAIL: \d+ high/) }],
      failed: [{ cluster: 'aks-unread', reason: 'the cluster is stopped' }],
    });
    const trend = await answeredBy<FleetTrend>('audit', '--fleet', '--trend');
    expect(trend.clusters).toMatchObject([
      {
        name: 'aks-audited',
        verdict: 'FAIL',
        because: null,
        findings: expect.any(Number),
        new: null,
        gone: null,
      },
      { name: 'aks-unread', verdict: 'NOT_READ', at: null, because: 'the cluster is stopped' },
    ]);
    await playScheduledRun(drydock.session, 'audited');
    const again = await answeredBy<FleetTrend>('audit', '--fleet', '--trend');
    expect(again.clusters[0]).toMatchObject({ new: 0, gone: 0, oldest: trend.clusters[0]!.at });
    expect(await typed(...create)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('schedule audited audits, and runs no campaigns'),
    });
    expect((await typed('describe', 'audited')).stdout).toMatch(
      /CompletedWithFailures {2}audit: 1 of 2 clusters done, 1 failed; audited: 1 FAIL\n {2}done {5}aks-audited: FAIL/,
    );
  });

  it('is scheduled by a script of ten lines, too', async ({ drydock, files }) => {
    const file = files.write('script.json', nightlySpec('script'));
    const script = async () => {
      const options = { env: { ...process.env, ...drydock.environment() } };
      const args = ['scripts/schedule-nightly.ts', file];
      return (await promisify(execFile)(process.execPath, args, options)).stdout;
    };
    expect(await script()).toBe('script created\n');
    expect(await script()).toBe('script updated\n');
    // Carried out by a worker of the simulator that the environment names.
    expect(await playScheduledRun(drydock.session, 'script')).toMatchObject({ reason: 'nothing to change' });
  });
});

describe.concurrent('a scheduled run', () => {
  it('leaves what is outside its window for the next run', async ({ firstRun }) => {
    const maintenance = {
      timezone: 'UTC',
      maintenanceWindow: {
        schedule: { absoluteMonthly: { intervalMonths: 1, dayOfMonth: 1 } },
        startTime: '02:00',
        durationHours: 4,
      },
    };
    expect(await firstRun('window', nightlySpec('window', { maintenance }))).toMatchObject({
      phase: 'Skipped',
      clusters: { total: 1, done: 0, failed: 0, aborted: 0, deferred: 1 },
      deferrals: [
        {
          cluster: 'aks-window',
          reason: expect.stringMatching(/^outside its window, which opens .*; deferred to the next run$/),
        },
      ],
    });
  });

  it('leaves a cluster that another campaign has, and may still take back', async ({ drydock, firstRun }) => {
    const other = await drydock.start(groupSpec('held', { cluster: { controlPlaneSoak: '300d' } }));
    await other.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'soak'));
    const spec = nightlySpec('held', { cluster: { onBusy: { wait: '1m' } } });
    expect(await firstRun('held', spec)).toMatchObject({
      phase: 'Skipped',
      clusters: { total: 1, done: 0, failed: 0, aborted: 0, deferred: 1 },
      deferrals: [
        { cluster: 'aks-held', reason: expect.stringMatching(`${other.name} held the cluster for longer`) },
      ],
    });
  });

  it('defers what comes after a gate without approval', async ({ firstRun }) => {
    const stages = [
      { name: 'test', clusters: [{ tags: { ring: 'test' } }] },
      { name: 'production', clusters: [{ tags: { ring: 'production' } }] },
    ];
    const scheduledRun = await firstRun('gate', nightlySpec('gate', { stages }, { decideWithin: '1h' }));
    expect(scheduledRun).toMatchObject({
      phase: 'Completed',
      reason: 'gate test: no approval within 1h; later stages are deferred to the next run',
      clusters: { total: 2, done: 1, failed: 0, aborted: 0, deferred: 1 },
      deferrals: [{ cluster: 'aks-gate-production', reason: 'deferred to the next run' }],
    });
  });

  it('does not wait for ever for a decision, nor for who resumes it', async ({
    drydock,
    firstRun,
    until,
  }) => {
    await drydock.simulator.fault({
      kind: 'deny',
      match: { method: 'POST', pool: 'system', cluster: 'aks-hard' },
    });
    const scheduledRun = await firstRun(
      'decision',
      nightlySpec('decision', { stages: [{ maxConcurrency: 1 }] }, { decideWithin: '1h' }),
    );
    expect(scheduledRun).toMatchObject({
      phase: 'Failed',
      reason: expect.stringMatching(/no decision within 1h; the rest is deferred to the next run$/),
      clusters: { total: 2, done: 0, failed: 1, aborted: 0, deferred: 1 },
      failed: [
        {
          cluster: 'aks-hard',
          reason: expect.stringMatching(
            /^no decision within 1h; the next run plans it again. AuthorizationFailed/,
          ),
        },
      ],
      deferrals: [{ cluster: 'aks-later', reason: 'deferred to the next run' }],
    });
    await until('decision', (_, [run]) => run?.execution === 'FAILED');
    const { status } = await drydock.session.client.workflow
      .getHandle(`campaign/${scheduledRun.campaign}`)
      .describe();
    expect(status.name).toBe('FAILED');
  });

  it('closes as Canceled when it is cancelled in Temporal, and its campaign continues', async ({
    drydock,
    files,
    until,
    answered,
  }) => {
    const spec = nightlySpec('cancelled', {
      cluster: { controlPlaneSoak: '300d', afterCluster: { soak: '300d' } },
    });
    await scheduleNightly(drydock.session, 'cancelled', files.write('cancelled.json', spec));
    expect(await answered('trigger', 'cancelled', '--as', 'eva', '--reason', 'CHG0077')).toMatchObject({
      decision: { verb: 'trigger', by: 'eva', reason: 'CHG0077' },
    });
    const { scheduledRuns } = await until('cancelled', (_, [run]) => run?.campaign != null);
    const { workflow } = drydock.session.client;
    const run = workflow.getHandle(scheduledRuns[0]!.workflowId);
    const [started] = (await run.fetchHistory()).events ?? [];
    const input = started?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
    expect(defaultPayloadConverter.fromPayload<NightlyInput>(input!).decisions.at(-1)).toMatchObject({
      verb: 'trigger',
      by: 'eva',
      reason: 'CHG0077',
    });
    await run.cancel();
    await until('cancelled', (_, [run]) => run?.execution === 'CANCELLED' && run.result === null);
    const campaign = workflow.getHandle(`campaign/${scheduledRuns[0]!.campaign}`);
    expect((await campaign.describe()).status.name).toBe('RUNNING');
    await campaign.cancel();
    await expect(campaign.result()).rejects.toMatchObject({ cause: { type: 'Aborted' } });
  });
});

describe('a schedule that belongs to another', () => {
  it('is refused where a schedule of that name belongs to another application', async ({
    drydock,
    files,
    typed,
  }) => {
    const { schedule } = drydock.session.client;
    await schedule.create({
      scheduleId: 'backup',
      spec: { cronExpressions: ['0 4 * * *'] },
      action: { type: 'startWorkflow', workflowType: 'backUp', taskQueue: 'elsewhere' },
    });
    const file = files.write('other.json', nightlySpec('window', { name: 'other' }));
    expect(await typed('create', 'backup', '-f', file)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        'schedule backup in this namespace does not belong to Drydock: it starts backUp',
      ),
    });
    for (const args of [['describe'], ['next'], ['trigger', '--reason', 'now']])
      expect(await typed(...args, 'backup')).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('schedule backup does not belong to Drydock'),
      });
    expect(await typed('create', 'window', '-f', file)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('belongs to the nightly file window (metadata.name), not to other'),
    });
  });
});

describe('a scheduled run in a freeze', () => {
  it('begins nothing while a freeze is in force', async ({ firstRun }) => {
    await withFreezes((freezes, now) =>
      freezes.create({
        name: 'year-end',
        by: 'eva',
        reason: 'CHG1',
        from: new Date(now).toISOString(),
        until: null,
      }),
    );
    const scheduledRun = await firstRun('frozen', nightlySpec('frozen'));
    expect(scheduledRun).toMatchObject({
      campaign: null,
      phase: 'Skipped',
      reason: 'freeze year-end by eva: CHG1; deferred to the next run',
    });
  });
});

describe('the next runs of a schedule', () => {
  it('shows the next runs as the server has them, and clocks that change between them', async ({
    files,
    typed,
    answered,
  }) => {
    const file = files.write('next.json', nightlySpec('window', { name: 'next' }, { cron: ['15 3 1 * *'] }));
    await typed('create', 'next', '-f', file);
    const { runs } = await answered<{ runs: readonly { at: string; clocksChanged: string | null }[] }>(
      'next',
      'next',
      '-n',
      '12',
    );
    const own = runsAfter([aCron('15 3 1 * *')], 'Europe/Berlin', Date.now());
    expect(runs.map(({ at }) => at)).toEqual(runs.map(() => new Date(own.next().value!).toISOString()));
    expect(
      runs
        .map(({ clocksChanged }) => clocksChanged)
        .filter((each) => each !== null)
        .sort(),
    ).toEqual(['+1h', '-1h']);
  });

  it.for<readonly [string, string[]]>([
    ['Europe/Berlin', ['30 1 * * *', '30 2 * * *', '*/20 3 * * SUN']],
    ['America/New_York', ['30 1 * * *', '30 2 1-7 * 0', '0 */6 * * *']],
    ['America/Santiago', ['0 0 * * 0', '15 0 * * sat']],
    ['Australia/Lord_Howe', ['15 2 * * *', '0 12 29 2 *']],
    ['Atlantic/Azores', ['30 0 * * *', '59 23 31 12 *']],
  ])(
    'knows when %s fires over two years, without a server',
    async ([timezone, cronExpressions], { drydock }) => {
      const { session } = drydock;
      const scheduleId = `compare-${timezone}`;
      const action = { type: 'startWorkflow', workflowType: 'none', taskQueue: 'nowhere' } as const;
      await session.client.schedule.create({
        scheduleId,
        spec: { cronExpressions, timezone },
        action,
        state: { paused: true },
      });
      const crons = cronExpressions.map(aCron);
      for (const [from, to] of [
        ['2026-03-01', '2026-11-30'],
        ['2027-09-01', '2028-04-30'],
      ] as const) {
        const range = { from: Date.parse(from), to: Date.parse(to) };
        const { startTime } = await session.connection.workflowService.listScheduleMatchingTimes({
          namespace: session.namespace,
          scheduleId,
          startTime: msToTs(range.from),
          endTime: msToTs(range.to),
        });
        const own: number[] = [];
        for (const run of runsAfter(crons, timezone, range.from)) {
          if (run > range.to || own.length === 1_000) break;
          own.push(run);
        }
        expect(own.map(iso)).toEqual((startTime ?? []).map((time) => iso(tsToMs(time))));
      }
    },
  );
});

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function aCron(text: string) {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.cron;
}
