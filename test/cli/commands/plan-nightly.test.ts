import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '#cli/failure/exit-codes.ts';
import { fleetFile } from '../../campaigns/fleet-file.ts';
import { nightlySpec } from '../../campaigns/nightly-spec.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { type RunningSimulator, startSimulator } from '../../processes/simulator-process.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
const ring = (name: string) => ({
  name,
  clusters: [{ tags: { ring: name } }],
  approval: { required: false },
});
const stages = [ring('test'), ring('production')];
const consistent = { type: 'NodeImageOnly', nodeImageSelection: 'Consistent' };
const system = { name: 'system', mode: 'System', count: 1 };
const fleet = fleetFile({
  rings: ['test', 'production'].map((name) => ({ name: `aks-${name}`, tags: { ring: name } })),
  strange: [
    {
      name: 'aks-strange',
      pools: [{ ...system, properties: { nodeImageVersion: 'MyOwnLinux-1-202509.23.0' } }],
    },
  ],
  current: [{ name: 'aks-current', pools: [{ ...system, image: 'latest' }] }],
});
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator(files.write('fleet.json', fleet));
});
afterAll(async () => {
  files.remove();
  await simulator.stop();
});

const plan = (spec: string, ...more: readonly string[]) => {
  const file = files.write('nightly.json', spec);
  const env = { ...simulator.ready.env, TEMPORAL_ADDRESS: '127.0.0.1:1' };
  return runDrydock(['plan', '-f', file, '--pace', 'simulator', ...more], env);
};

describe('the plan of a nightly file', () => {
  it('is what the next run would do: when, where, and what it leaves and why', async () => {
    const { exitCode, stdout, stderr } = await plan(nightlySpec('rings', { upgrade: consistent, stages }));
    expect(stdout).toMatch(
      /^Scheduled run of 2027-01-01, due .*2027-01-01 00:00 CET\n {2}starts {3}aks-test +system\n/m,
    );
    expect(stdout).toMatch(/^ {2}defers {3}aks-production +system blocked: stage test has run no image/m);
    expect(stdout).not.toContain('Next:');
    expect(stderr).toContain('soaked images are unknown, so none counts as soaked');
    expect(exitCode).toBe(exitCodes.done);
  });

  it('says so in JSON, beside the plan', async () => {
    const { stdout } = await plan(nightlySpec('rings', { upgrade: consistent, stages }), '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'CampaignPlan',
      scheduledRun: {
        scheduledRun: '2027-01-01',
        at: '2026-12-31T23:00:00.000Z',
        idle: null,
        starts: [{ cluster: 'aks-test', pools: ['system'] }],
        deferrals: [{ cluster: 'aks-production' }],
      },
    });
  });

  it('ends with 2 where that was asked for and something is begun, with 0 where nothing is', async () => {
    const [busy, idle] = await Promise.all([
      plan(nightlySpec('rings', { stages: [ring('test')] }), '--detailed-exitcode'),
      runDrydock(
        [
          'plan',
          '-f',
          files.write('current.json', nightlySpec('current')),
          '--pace',
          'simulator',
          '--detailed-exitcode',
        ],
        { ...simulator.ready.env, TEMPORAL_ADDRESS: '127.0.0.1:1' },
      ),
    ]);
    expect([busy.exitCode, idle.exitCode]).toEqual([exitCodes.planHasChanges, exitCodes.done]);
    expect(idle.stdout).toContain(': Completed, nothing to change');
  });

  it('ends with 6 where the run would fail, for a person to fix it', async () => {
    const surprised = nightlySpec('current', { stages: [{ expect: { min: 7 } }] });
    const { exitCode, stdout } = await plan(surprised);
    expect(stdout).toContain(': Failed, the plan is blocked: ');
    expect(exitCode).toBe(exitCodes.blocked);
  });

  it('is not saved: it could not be started', async () => {
    const { exitCode, stderr } = await plan(nightlySpec('rings'), '--out', 'plan.json');
    expect(stderr).toContain('each scheduled run makes its own plan');
    expect(exitCode).toBe(exitCodes.usage);
  });
});

const closedWindow = {
  schedule: { daily: {} },
  startTime: '22:00',
  durationHours: 6,
  notAllowedDates: [{ start: '2026-01-01', end: '9999-12-31' }],
};

describe('a nightly file that cannot work', () => {
  it.each([
    [
      'a cron that never fires',
      {},
      { cron: ['0 3 31 6 *'] },
      '"0 3 31 6 *" never fires: no year has such a date',
    ],
    [
      'a zone that there is not',
      {},
      { timezone: 'Europe/Berln' },
      'is no IANA time zone; did you mean Europe/Berlin?',
    ],
    [
      'a window that never opens',
      { maintenance: { timezone: 'UTC', maintenanceWindow: closedWindow } },
      {},
      'spec.campaign.maintenance.maintenanceWindow.notAllowedDates  this window does not open within 10 years',
    ],
  ])('with %s is refused by each command that reads it, with 65', async (_, campaign, schedule, problem) => {
    const spec = nightlySpec('current', campaign, schedule);
    const file = files.write('refused.json', spec);
    const create = ['schedule', 'create', 'nodes', '-f', file, '--pace', 'simulator'];
    for (const ran of [await plan(spec), await runDrydock(create, simulator.ready.env)]) {
      expect(ran.stderr).toContain(problem);
      expect(ran.exitCode).toBe(exitCodes.invalidFile);
    }
  });

  it('because an image is of no family that is known ends with 6, and leaves the cluster', async () => {
    const { exitCode, stdout } = await plan(nightlySpec('strange'));
    expect(stdout).toMatch(
      /^ {2}defers {3}aks-strange {3}node pool system: its image MyOwnLinux-1-202509\.23\.0 is of no family that Drydock knows; exclude it/m,
    );
    expect(exitCode).toBe(exitCodes.blocked);
  });
});
