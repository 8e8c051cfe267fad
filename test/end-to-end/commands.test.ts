import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectTemporal } from '#scripts/temporal-client.ts';
import { type Ran, runDrydock } from '../support/run-drydock.ts';
import { startSimulator } from '../support/simulator.ts';
import { oneCluster } from '../support/specs.ts';
import { openTemporaryFiles } from '../support/temporary-files.ts';
import { startWorker } from '../support/worker-process.ts';

const files = openTemporaryFiles();
const namespace = `bare-${randomUUID().slice(0, 8)}`;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let env: Readonly<Record<string, string>>;
let file: string;

const drydock = (...args: readonly string[]): Promise<Ran> => runDrydock(args, env);

beforeAll(async () => {
  simulator = await startSimulator({ scenario: 'small', speed: 3600 });
  process.env.TEMPORAL_ADDRESS = inject('temporalAddress');
  env = {
    ...simulator.ready.env,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
    DRYDOCK_POLL_FLOOR: '100ms',
  };
  file = files.write('one.yaml', oneCluster);
  const session = await connectTemporal();
  await session.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1d'),
  });
  await session.close();
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
    expect((await drydock('setup')).stdout).toBe('Everything is registered already.\n');
  });

  it('asks before it starts anything, and names the flag where nobody can be asked', async () => {
    const { exitCode, stderr } = await drydock('start', '-f', file, '--pace', 'simulator');
    expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: expect.stringContaining('--yes') });
  });

  it('starts a campaign, whose name is used once', async () => {
    const start = ['start', '-f', file, '--pace', 'simulator', '--yes', '-o', 'json'];
    const first = await drydock(...start);
    expect(JSON.parse(first.stdout)).toMatchObject({ kind: 'CampaignStarted', workflowId: 'campaign/test' });
    const twin = await drydock(...start);
    expect({ ...twin, stdout: '' }).toMatchObject({
      exitCode: 1,
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
      const listed = JSON.parse((await drydock('list', '-o', 'json')).stdout) as unknown;
      expect(listed).toMatchObject({ campaigns: [{ name: 'test', phase: 'Completed', failed: 0 }] });
      expect((await drydock('abort', 'test', '--reason', 'late')).stderr).toContain('cannot be steered');
    } finally {
      await worker.stop();
    }
  });

  it('has nothing to change where everything is done', async () => {
    const again = await drydock('start', '-f', file, '--id', 'again', '--pace', 'simulator', '--yes');
    expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Nothing to change') });
  });

  it('does not know a campaign that never was', async () => {
    expect(await drydock('status', 'nobody')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('there is no campaign nobody'),
    });
  });
});
