import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#cli/process/free-port.ts';
import type { CampaignStatus, WaitKind } from '#domain/status/status.ts';
import { aSpec, oneCluster } from '../campaigns/campaign-specs.ts';
import { type Ran, runDrydock } from '../processes/run-drydock.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { type RunningWorker, startWorker } from '../processes/worker-process.ts';
import { useBareNamespace } from '../setup/bare-namespace.ts';
import { startSimulator } from '../simulated/simulator.ts';

const files = openTemporaryFiles();
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let env: Readonly<Record<string, string>>;
let file: string;

const drydock = (...args: readonly string[]): Promise<Ran> => runDrydock(args, env);

beforeAll(async () => {
  simulator = await startSimulator({ scenario: 'small', speed: 3600 });
  env = {
    ...simulator.ready.env,
    TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS!,
    TEMPORAL_NAMESPACE: await useBareNamespace(),
    DRYDOCK_POLL_FLOOR: '100ms',
  };
  file = files.write('one.yaml', oneCluster);
});
afterAll(async () => {
  files.remove();
  await simulator.stop();
});

describe('the command line, from an empty namespace to the end of a campaign', () => {
  it('refuses to start before the search attributes are there, and touches nothing', async () => {
    const { exitCode, stderr } = await drydock('start', '-f', file, '--pace', 'simulator', '--yes');
    expect({ exitCode, stderr }).toEqual({ exitCode: 69, stderr: expect.stringContaining('drydock setup') });
    expect(await simulator.ledger()).toEqual([]);
  });

  it('registers them once, however often it is asked', async () => {
    expect((await drydock('setup')).stdout).toContain('DrydockCampaign');
    expect((await drydock('setup')).stdout).toBe('All search attributes are already registered.\n');
  });

  it('does not name a task queue while a simulator is silent that would tell it', async () => {
    const silent = { ...env, DRYDOCK_ARM_ENDPOINT: `https://127.0.0.1:${await freePort()}` };
    const { stdout } = await runDrydock(['doctor', '-o', 'json'], silent);
    const { checks } = JSON.parse(stdout) as { readonly checks: readonly { readonly name: string }[] };
    expect(checks.find(({ name }) => name === 'Worker')).toMatchObject({
      state: 'skipped',
      detail: expect.stringContaining('is unknown'),
    });
  });

  it('asks before it starts anything, and names the flag where it cannot ask', async () => {
    const { exitCode, stderr } = await drydock('start', '-f', file, '--pace', 'simulator');
    expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: expect.stringContaining('--yes') });
  });

  it('starts a campaign, whose name is used once', async () => {
    const start = ['start', '-f', file, '--pace', 'simulator', '--yes', '-o', 'json'];
    const first = await drydock(...start);
    expect(JSON.parse(first.stdout)).toMatchObject({ kind: 'CampaignStarted', workflowId: 'campaign/test' });
    expect(first.stderr).toMatch(
      /^warning: no worker is listening on task queue drydock-\S+; the workflow does not start yet\n {2}next: drydock worker$/m,
    );
    // Refused before the fleet is read: no plan is shown.
    const twin = await drydock('start', '-f', file, '--pace', 'simulator', '--yes');
    expect(twin).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('--id NAME'),
    });
  });

  it('shows what the server knows while no worker answers, and says so', async () => {
    const { exitCode, stdout } = await drydock('status', 'test', '-o', 'json');
    expect({ exitCode, status: JSON.parse(stdout) }).toMatchObject({
      exitCode: 0,
      status: { kind: 'CampaignStatus', phase: 'Running', target: '1.34.1', stages: [] },
    });
    expect((JSON.parse(stdout) as { incomplete: string }).incomplete).toContain('No worker answers');
  });

  it('watches it to its end once a worker runs, and lists it', async () => {
    const worker = await startWorker(env);
    try {
      const { exitCode, stdout } = await drydock('watch', 'test');
      expect(stdout).toMatch(/campaign test Completed$/m);
      expect(exitCode).toBe(0);
      const listed = JSON.parse((await drydock('list', '-o', 'json')).stdout) as { campaigns: Listed[] };
      expect(listed).toMatchObject({ campaigns: [{ name: 'test', phase: 'Completed', failed: 0 }] });
      // No worker ran for a while: in both views it begins with the first one.
      const whole = JSON.parse((await drydock('status', 'test', '-o', 'json')).stdout) as Listed;
      expect(Math.abs(lasted(listed.campaigns[0]!) - lasted(whole))).toBeLessThanOrEqual(
        2 * whole.pace.speed,
      );
      const filters = ['--status', 'Failed', 'Completed', '--name', 't*', '--since', '1h', '--limit', '1'];
      expect(JSON.parse((await drydock('list', ...filters, '-o', 'json')).stdout)).toEqual(
        expect.objectContaining({ campaigns: [expect.objectContaining({ name: 'test' })], hasMore: false }),
      );
      expect((await drydock('list', '--status', 'Failed')).stdout).toBe('No campaign matches.\n');
      const report = await drydock('report', 'test', '-o', 'junit');
      expect(report).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('failures="0"') });
      for (const late of [
        ['abort', 'test', '--yes'],
        ['resume', 'test'],
        ['approve', 'test', '--gate', 'all'],
      ])
        expect((await drydock(...late, '--reason', 'late')).stderr).toMatch(
          /^error: campaign test has ended: Completed\n/,
        );
      expect((await drydock('resume', 'nobody', '--reason', 'late')).stderr).toContain(
        'there is no campaign nobody',
      );
    } finally {
      await worker.stop();
    }
  });

  it('has nothing to change where everything is done', async () => {
    const again = await drydock('start', '-f', file, '--id', 'again', '--pace', 'simulator', '--yes');
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to change') });
  });

  it('does not know a campaign that never was', async () => {
    expect(await drydock('status', 'nobody')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('there is no campaign nobody'),
    });
  });
});

describe('a campaign that is steered from the command line', () => {
  const soaking = aSpec('', '    - { name: all, clusters: [{ subscriptions: ["*"] }], soak: 12d12h }');
  let other: Awaited<ReturnType<typeof startSimulator>>;
  let worker: RunningWorker;

  const typed = (...args: readonly string[]) => runDrydock(args, { ...env, ...other.ready.env });
  async function untilItWaitsFor(kind: WaitKind, name?: string): Promise<void> {
    for (;;) {
      const { stdout } = await typed('status', 'steered', '-o', 'json');
      const status = JSON.parse(stdout) as CampaignStatus;
      if (status.waitingFor.some((each) => each.kind === kind && each.name === (name ?? each.name))) return;
    }
  }

  beforeAll(async () => {
    other = await startSimulator({ scenario: 'small', speed: 3600 });
    worker = await startWorker({ ...env, ...other.ready.env });
  });
  afterAll(async () => {
    await worker.stop();
    await other.stop();
  });

  it('begins nothing while a freeze is in force, and continues once it is lifted', async () => {
    expect((await typed('freeze', 'list')).stdout).toBe('No freezes.\n');
    const freeze = ['freeze', 'create', 'year-end', '--until', '90d', '--as', 'eva', '--reason', 'CHG0077'];
    expect((await typed(...freeze)).stdout).toContain('no campaign starts changes');
    expect(await typed(...freeze)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('There is a freeze named year-end already'),
    });
    const file = files.write('steered.yaml', soaking);
    await typed('start', '-f', file, '--id', 'steered', '--pace', 'simulator', '--yes');
    await untilItWaitsFor('freeze');
    expect(await other.armMutations()).toEqual([]);
    const plan = await typed('plan', '-f', file, '--pace', 'simulator');
    expect(plan.stdout).toMatch(
      /Earliest finish .* Not counted: .* is held by campaign steered .*freeze year-end by eva: CHG0077 \(until/,
    );
    const lift = await typed('freeze', 'lift', 'year-end', '--reason', 'back at work');
    expect(lift).toMatchObject({ exitCode: 0, stdout: 'Freeze year-end is lifted.\n' });
    const listed = JSON.parse((await typed('freeze', 'list', '-o', 'json')).stdout) as unknown;
    expect(listed).toMatchObject({
      kind: 'FreezeList',
      freezes: [{ name: 'year-end', by: 'eva', state: 'lifted' }],
    });
  });

  it('ends a soak early', async () => {
    await untilItWaitsFor('soak', 'all');
    await typed('freeze', 'create', 'audit', '--until', '90d', '--as', 'eva', '--reason', 'CHG0078');
    expect((await typed('status', 'steered')).stdout).toContain(
      'Freeze:   freeze audit by eva: CHG0078 (until',
    );
    await typed('freeze', 'lift', 'audit', '--reason', 'over');
    expect((await typed('promote', 'steered', '--as', 'eva', '--reason', 'quiet', '--yes')).stdout).toBe(
      'The soak ends now.\nNext: drydock watch steered\n',
    );
    expect((await typed('watch', 'steered')).exitCode).toBe(0);
  });

  it('describes who decided what, and why', async () => {
    const { stdout } = await typed('describe', 'steered', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'CampaignDescription',
      phase: 'Completed',
      decisions: [{ verb: 'start' }, { verb: 'promote', by: 'eva', reason: 'quiet', target: 'stage/all' }],
      plan: { target: '1.34.1', stages: [{ name: 'all', soak: '12d12h' }] },
    });
    expect((await typed('describe', 'steered')).stdout).toMatch(
      /promote +stage\/all +eva \(claimed\) +quiet/,
    );
  });
});

interface Listed {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly pace: { readonly speed: number };
}

function lasted({ startedAt, finishedAt }: Listed): number {
  return Date.parse(finishedAt) - Date.parse(startedAt);
}
