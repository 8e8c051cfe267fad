import { describe, expect } from 'vitest';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import { emptyRecord } from '#domain/status/fleet-record.ts';
import { fleetRecordWorkflowId, recordSignals } from '#protocol/entities.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { runDrydock } from '../processes/run-drydock.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';

const permission = 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read';

/** A cluster that Azure itself may upgrade every day from 11:00 to 21:00 UTC only. */
const aRestricted = (name: string, more: object = {}) => ({
  name,
  maintenance: [
    {
      name: 'aksManagedAutoUpgradeSchedule',
      properties: {
        maintenanceWindow: {
          schedule: { daily: { intervalDays: 1 } },
          startTime: '12:00',
          utcOffset: '+01:00',
          durationHours: 10,
          ...more,
        },
      },
    },
  ],
});

/** From 13:00 UTC on, every day for twelve hours. */
const afternoons = {
  timezone: 'UTC',
  maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: '13:00', durationHours: 12 },
};
/** The simulated day begins at eight: three hours of this window are over. */
const nearlyAlways = {
  timezone: 'UTC',
  maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: '05:00', durationHours: 23 },
};
const merged = { maintenance: { source: 'Merge', ...afternoons } };

const fleet = fleetFile({
  merged: [aRestricted('aks-merged')],
  slow: [{ name: 'aks-slow' }],
  hidden: [aRestricted('aks-hidden')],
  never: [
    aRestricted('aks-never', { notAllowedDates: [{ start: '2026-01-01', end: '9999-12-31' }] }),
    aRestricted('aks-ever'),
  ],
  listed: [aRestricted('aks-listed'), { name: 'aks-free' }],
});

// Ten simulated hours of a window are half a minute: a slow machine has time to act in them.
const it = withDrydock({ fleet, speed: 1200 })
  /** When its control plane and its pool were begun. */
  .extend(
    'momentsOf',
    ({ drydock }) =>
      async (name: string) =>
        (await acceptedOperations(drydock.simulator))
          .filter(({ cluster, kind }) => cluster === name && kind.endsWith('-upgrade'))
          .map(({ at }) => at),
  )
  .extend('windows', ({ drydock, files }) => async (...args: readonly string[]) => {
    const file = files.write('listed.json', groupSpec('listed', merged));
    const ran = await runDrydock(['windows', '-f', file, '-o', 'json', ...args], drydock.environment());
    return { ...ran, answer: JSON.parse(ran.stdout) as Record<string, unknown> };
  });

describe.concurrent("a campaign that keeps to the clusters' own windows in Azure", () => {
  it('changes nothing while either window is closed', async ({ drydock, momentsOf }) => {
    const campaign = await drydock.start(groupSpec('merged', merged));
    expect(campaign.plan.stages[0]!.clusters[0]!.window).toMatchObject({
      own: 'daily 12:00-22:00 UTC+01:00 (aksManagedAutoUpgradeSchedule)',
    });
    const { phase } = await campaign.result();
    const moments = await momentsOf('aks-merged');
    expect({ phase, changes: moments.length }).toEqual({ phase: 'Completed', changes: 2 });
    const hours = moments.map((at) => new Date(at).getUTCHours());
    for (const hour of hours) expect([13, 14, 15, 16, 17, 18, 19, 20]).toContain(hour);
  });

  it('skips the one whose window never opens, in the plan and in the campaign alike', async ({
    drydock,
    momentsOf,
  }) => {
    const campaign = await drydock.start(groupSpec('never', merged));
    const { phase, clusters } = await campaign.result();
    const skipped = clusters.find(({ resourceId }) => resourceId.endsWith('aks-never'));
    expect({ phase, skipped }).toMatchObject({
      phase: 'Completed',
      skipped: { phase: 'Skipped', reason: expect.stringContaining('no operation would ever start') },
    });
    expect(await momentsOf('aks-never')).toEqual([]);
    expect(await momentsOf('aks-ever')).toHaveLength(2);
  });

  it('begins nothing that took longer before than the window has left, and says so', async ({
    drydock,
    momentsOf,
  }) => {
    const { clock, clusters } = drydock.simulator.ready;
    const { resourceId } = clusters.find(({ name }) => name === 'aks-slow')!;
    const taskQueue = taskQueueFor(clock);
    const twentyTwoHours = 22 * 3_600_000;
    await drydock.session.client.workflow.signalWithStart(workflowTypes.fleetRecord, {
      workflowId: fleetRecordWorkflowId(taskQueue),
      taskQueue,
      args: [{ record: emptyRecord }],
      signal: recordSignals.cluster,
      signalArgs: [
        {
          outcome: { resourceId, campaign: 'before', phase: 'Completed', reason: null, at: clock.now },
          measured: [
            { cluster: resourceKey(resourceId), pool: null, osType: null, rounds: 1, ms: twentyTwoHours },
          ],
        },
      ],
    });
    const campaign = await drydock.start(groupSpec('slow', { maintenance: nearlyAlways }));
    const status = await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'window'));
    expect([status.phase, status.window?.timezone]).toEqual(['Waiting', 'UTC']);
    const list = ['list', '--status', 'Waiting', '--name', campaign.name, '-o', 'json'];
    await expect
      .poll(async () => (await runDrydock(list, drydock.environment())).stdout)
      .toMatch(/"waitingFor": "window"/);
    expect(status.waitingFor[0]?.act).toContain(
      'left of the window, less than the 22h that it is predicted to take by its last run',
    );
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    expect(await momentsOf('aks-slow')).toEqual([]);
  });

  it('begins nothing where they may not be read, names the permission, and continues once they may', async ({
    drydock,
    momentsOf,
  }) => {
    await drydock.simulator.fault({
      kind: 'deny',
      match: { cluster: 'aks-hidden', pathPattern: 'maintenanceConfigurations' },
      times: 1000,
    });
    const hidden = { maintenance: { source: 'Cluster' } };
    const campaign = await drydock.start(groupSpec('hidden', hidden));
    expect(campaign.plan.stages[0]!.clusters[0]!.warnings).toEqual([
      expect.stringContaining(`no operation starts on it: its maintenance window is unknown`),
    ]);
    const status = await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'window'));
    expect(status.waitingFor).toMatchObject([
      { kind: 'window', name: 'aks-hidden', until: null, act: expect.stringContaining(permission) },
    ]);
    expect(await momentsOf('aks-hidden')).toEqual([]);
    await drydock.simulator.clearFaults('aks-hidden');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await momentsOf('aks-hidden')).toHaveLength(2);
  });
});

// Not beside the others: a freeze holds all of them.
describe('drydock windows', () => {
  const from = ['--from', '2027-03-01T10:00Z', '-n', '2'];
  const span = (day: string, to: string) => ({
    opensAt: `2027-03-${day}T13:00:00.000Z`,
    closesAt: `2027-03-${to}:00:00.000Z`,
  });

  it('lists when any of the clusters may be changed, and each of them by its own', async ({ windows }) => {
    const { exitCode, answer } = await windows(...from);
    expect({ exitCode, answer }).toMatchObject({
      exitCode: 0,
      answer: {
        kind: 'Windows',
        timezone: 'UTC',
        windows: [span('01', '02T01'), span('02', '03T01')],
        clusters: [
          { name: 'aks-free', own: null, windows: [span('01', '02T01'), span('02', '03T01')] },
          { name: 'aks-listed', windows: [span('01', '01T21'), span('02', '02T21')] },
        ],
        freezes: [],
      },
    });
  });

  it('takes freezes out', async ({ drydock, windows }) => {
    const freeze = [
      'freeze',
      'create',
      'march',
      '--until',
      '2027-03-01T20:00Z',
      '--reason',
      'CHG0077',
      '--yes',
    ];
    expect(await runDrydock(freeze, drydock.environment())).toMatchObject({ exitCode: 0 });
    const { answer } = await windows(...from);
    expect(answer).toMatchObject({
      windows: [
        { opensAt: '2027-03-01T20:00:00.000Z', closesAt: '2027-03-02T01:00:00.000Z' },
        span('02', '03T01'),
      ],
      freezes: [{ name: 'march' }],
    });
  });

  it('says that it could not where Temporal does not answer, and lists all the same', async ({
    files,
    drydock,
  }) => {
    const file = files.write('spec.json', groupSpec('listed', { maintenance: afternoons }));
    const args = ['windows', '-f', file, '-o', 'json', ...from];
    const { exitCode, stdout, stderr } = await runDrydock(args, {
      ...drydock.environment(),
      TEMPORAL_ADDRESS: 'localhost:1',
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining('freezes are unknown and not excluded'),
    });
    expect(JSON.parse(stdout)).toMatchObject({
      windows: [span('01', '02T01'), span('02', '03T01')],
      freezes: null,
    });
  });
});
