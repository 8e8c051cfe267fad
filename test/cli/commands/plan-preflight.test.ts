import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '#cli/failure/exit-codes.ts';
import { fleetFile, groupSpec, subscriptionOf } from '../../campaigns/fleet-file.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { type RunningSimulator, startSimulator } from '../../processes/simulator-process.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
const till = { kind: 'Deployment', namespace: 'shop', name: 'till', replicas: 1 };
/** Room for the surge of one of them, four vCPUs, beside the eight that both have. */
const quotas = [{ subscription: subscriptionOf('beside'), family: 'standardDDSv5Family', limit: 12 }];
const fleet = fleetFile(
  {
    beside: [{ name: 'aks-a' }, { name: 'aks-b' }],
    blocked: [{ name: 'aks-blocked', workloads: [{ ...till, budget: { minAvailable: 1 } }] }],
  },
  { quotas },
);
const nowhere = { subscriptions: [subscriptionOf('nowhere')] };
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator(files.write('fleet.json', fleet));
});
afterAll(async () => {
  files.remove();
  await simulator.stop();
});

const plan = (preflight: object, ...more: readonly string[]) => {
  const file = files.write('campaign.yaml', groupSpec('blocked', { preflight }));
  return runDrydock(['plan', '-f', file, '--pace', 'simulator', ...more], simulator.ready.env);
};

describe('a plan whose cluster a budget would hold', () => {
  it('says by whom, what to do, and ends with 6', async () => {
    const { exitCode, stdout, stderr } = await plan({});
    expect(stdout).toMatch(
      /^ {2}x aks-blocked\/system: pdb shop\/till allows 0 disruptions; the drain can never succeed: .*raise the replicas/m,
    );
    expect(stderr).toMatch(/^error: aks-blocked will be blocked before the first change$/m);
    expect(exitCode).toBe(exitCodes.blocked);
  });

  it('is shown before its clusters are checked, and as one document in JSON', async () => {
    const { stdout } = await plan({});
    expect(stdout).toMatch(
      /^Plan: 1 cluster.*^Digest sha256:.*^Preflight checks \(1 cluster will be blocked\)/ms,
    );
    const { digest } = JSON.parse((await plan({}, '-o', 'json')).stdout) as { digest: string };
    expect(stdout).toContain(`Digest ${digest}\n`);
  });

  it('says that it knows of no freeze and no holder where Temporal does not answer', async () => {
    const file = files.write('campaign.yaml', groupSpec('blocked', {}));
    const env = { ...simulator.ready.env, TEMPORAL_ADDRESS: '127.0.0.1:1' };
    expect((await runDrydock(['plan', '-f', file, '--pace', 'simulator'], env)).stdout).toMatch(
      /^Earliest finish .* Not counted: clusters that other workflows hold, and freezes: Temporal at 127\.0\.0\.1:1 cannot be reached/m,
    );
  });

  it('shows each cluster or counts them, not both', async () => {
    const { exitCode, stdout, stderr } = await plan({}, '--expand', '--summary');
    expect({ exitCode, stdout }).toEqual({ exitCode: exitCodes.usage, stdout: '' });
    expect(stderr).toContain('--expand and --summary exclude each other');
  });

  it('has the findings in its JSON', async () => {
    const { preflight } = JSON.parse((await plan({}, '-o', 'json')).stdout) as Record<string, unknown>;
    const blocker = { check: 'drainBlockers', level: 'blocker', cluster: 'aks-blocked', pool: 'system' };
    expect(preflight).toMatchObject({ findings: expect.arrayContaining([expect.objectContaining(blocker)]) });
  });

  it('warns and continues where the file says so', async () => {
    const { exitCode, stdout } = await plan({ drainBlockers: 'Warn' });
    expect(stdout).toMatch(/^ {2}! aks-blocked\/system: pdb shop\/till/m);
    expect(exitCode).toBe(exitCodes.done);
  });

  it('does not look where the file says so', async () => {
    const { exitCode, stdout } = await plan({ drainBlockers: 'Ignore', supportWindow: 'Ignore' });
    expect(stdout).not.toContain('Beforehand');
    expect(exitCode).toBe(exitCodes.done);
  });
});

describe('a plan of a subscription that does not exist', () => {
  it.each(['plan', 'start'])('%s names it and ends with 6', async (command) => {
    const spec = groupSpec('blocked', { stages: [{}, { name: 'more', clusters: [nowhere] }] });
    const args = [command, '-f', files.write('nowhere.yaml', spec), '--pace', 'simulator'];
    const { exitCode, stdout } = await runDrydock(args, simulator.ready.env);
    expect(stdout).toContain(`a subscription that Azure does not show: ${nowhere.subscriptions[0]}`);
    expect(exitCode).toBe(exitCodes.blocked);
  });
});

describe('a plan of clusters whose surges together have no room', () => {
  const planOf = (maxConcurrency: number) => {
    const spec = groupSpec('beside', { preflight: {}, stages: [{ maxConcurrency }] });
    return runDrydock(
      ['plan', '-f', files.write('beside.yaml', spec), '--pace', 'simulator'],
      simulator.ready.env,
    );
  };

  it('warns of it once, with both of them', async () => {
    const { exitCode, stdout } = await planOf(2);
    expect(stdout).toMatch(
      /^ {2}! aks-a, aks-b: quota standardDDSv5Family in westeurope is too small for the surge nodes of 2 clusters at a time/m,
    );
    expect(exitCode).toBe(exitCodes.done);
  });

  it('says nothing where they run one after the other', async () => {
    expect((await planOf(1)).stdout).not.toContain('no room');
  });
});
