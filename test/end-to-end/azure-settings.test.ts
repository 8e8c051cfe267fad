import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#cli/process/free-port.ts';
import { connectTemporal, type TemporalSession } from '#cli/temporal/temporal-client.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { fleetFile } from '../campaigns/fleet-file.ts';
import { runDrydock } from '../processes/run-drydock.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { type Simulator, startSimulator } from '../simulated/simulator.ts';

interface Step {
  readonly state: string;
  readonly why: string;
  readonly undo: string | null;
}

const files = openTemporaryFiles();
let simulator: Simulator;
let session: TemporalSession;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  const scenario = files.write(
    'fleet.json',
    fleetFile({ settings: [{ name: 'aks-free' }, { name: 'aks-taken' }] }),
  );
  simulator = await startSimulator({ scenario });
  session = await connectTemporal();
  env = {
    ...simulator.ready.env,
    TEMPORAL_ADDRESS: session.address,
    TEMPORAL_NAMESPACE: session.namespace,
  };
});
afterAll(async () => {
  await session.close();
  await simulator.stop();
  files.remove();
});

const run = (cluster: string, more: readonly string[], environment = env) =>
  runDrydock(
    [
      'harden',
      '--cluster',
      cluster,
      '--control',
      'SB-UPG-03',
      '-o',
      'json',
      '--apply-azure-settings',
      ...more,
    ],
    environment,
  );
const stepsOf = (stdout: string) => (JSON.parse(stdout) as { readonly steps: readonly Step[] }).steps;
const mutations = async (name: string) =>
  (await simulator.armMutations()).filter(({ cluster }) => cluster === name);

describe('drydock harden --apply-azure-settings', () => {
  it('asks for confirmation, and sends nothing where it cannot ask', async () => {
    const { exitCode, stderr } = await run('aks-free', []);
    expect([exitCode, stderr]).toEqual([
      64,
      expect.stringContaining('SB-UPG-03: autoUpgradeProfile.upgradeChannel: none, then patch'),
    ]);
    expect(stderr).toContain('then add --yes');
    expect(await mutations('aks-free')).toEqual([]);
  });

  it('sends nothing where Temporal cannot say whether a campaign has the cluster', async () => {
    const silent = { ...env, TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` };
    const { exitCode } = await run('aks-free', ['--yes'], silent);
    expect(exitCode).toBe(69);
    expect(await mutations('aks-free')).toEqual([]);
  });

  it('sends nothing to a cluster that a campaign has', async () => {
    const taken = simulator.ready.clusters.find(({ name }) => name === 'aks-taken');
    const workflowId = clusterWorkflowId(taken?.resourceId ?? '');
    const handle = await session.client.workflow.start('held', { workflowId, taskQueue: 'nobody', args: [] });
    const { exitCode, stdout } = await run('aks-taken', ['--yes']);
    await handle.terminate('the test is over');
    expect([exitCode, stepsOf(stdout)]).toEqual([
      6,
      [expect.objectContaining({ state: 'refused', why: expect.stringContaining(workflowId) })],
    ]);
    expect(await mutations('aks-taken')).toEqual([]);
  });

  it('applies what is agreed on, after which nothing is left to propose', async () => {
    const { exitCode, stdout, stderr } = await run('aks-free', ['--yes']);
    const [step] = stepsOf(stdout);
    expect([exitCode, step?.state]).toEqual([0, 'applied']);
    expect(step?.undo).toMatch(/--auto-upgrade-channel none$/);
    expect(stderr).toContain(`To undo: ${step?.undo}`);
    expect(await mutations('aks-free')).toHaveLength(1);
    expect(stepsOf((await run('aks-free', ['--yes'])).stdout)).toEqual([]);
  });
});
