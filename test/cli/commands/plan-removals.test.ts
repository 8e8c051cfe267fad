import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '#cli/failure/exit-codes.ts';
import { noLooks } from '../../campaigns/fleet-file.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { type RunningSimulator, startSimulator } from '../../processes/simulator-process.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator('removed-apis');
});
afterAll(async () => {
  files.remove();
  await simulator.stop();
});

const plan = (preflight: object, ...more: readonly string[]) => {
  const spec = {
    upgrade: { kubernetesVersion: '1.34' },
    stages: ['test', 'production'].map((ring) => ({
      name: ring,
      clusters: [{ subscriptions: ['*'], tags: { ring } }],
    })),
    preflight: { ...noLooks.preflight, supportWindow: 'Ignore', ...preflight },
  };
  const campaign = {
    apiVersion: 'drydock.dev/v1',
    kind: 'UpgradeCampaign',
    metadata: { name: 'tools' },
    spec,
  };
  const file = files.write('campaign.json', JSON.stringify(campaign));
  return runDrydock(['plan', '-f', file, '--pace', 'simulator', ...more], simulator.ready.env);
};

describe('a plan whose target takes away what a cluster uses', () => {
  it('says which cluster is blocked, by what, and ends with 6', async () => {
    const { exitCode, stdout, stderr } = await plan({ removedApis: 'Block' });
    expect(stdout).toMatch(
      /^ {2}x aks-shop-weu: admissionregistration.k8s.io\/v1beta1 of ValidatingAdmissionPolicy, removed in 1.34, is in use/m,
    );
    expect(stdout).toMatch(/^ {2}! aks-shop-weu: .*ValidatingAdmissionPolicyBinding.*LIST \d+, WATCH \d+/m);
    expect(stdout).not.toMatch(/[x!?] aks-test-weu/);
    expect(stderr).toMatch(/aks-shop-weu will be blocked before the first change/);
    expect(stdout).not.toMatch(/out of support/);
    expect(exitCode).toBe(exitCodes.blocked);
  });

  it('holds nothing for what is waived, says who answers for it, and which waivers have no effect', async () => {
    const waiver = (more: object) => ({
      apiVersion: 'admissionregistration.k8s.io/v1beta1',
      kind: 'ValidatingAdmissionPolicy',
      reason: 'the chart follows next week',
      owner: 'shop-team',
      expires: '2026-12-31',
      ...more,
    });
    const removedApisWaivers = [waiver({}), waiver({ kind: 'CronJob' }), waiver({ expires: '2026-06-04' })];
    const { exitCode, stdout } = await plan({ removedApis: 'Block', removedApisWaivers });
    expect(stdout).toMatch(
      /^ {2}! aks-shop-weu: .*v1beta1 of ValidatingAdmissionPolicy, removed in 1.34.*; waived by shop-team until \w{3} \d{4}-\d\d-\d\d \d\d:\d\d \S+: the chart follows next week$/m,
    );
    expect(stdout).toMatch(/^ {2}! aks-test-weu, aks-shop-weu: .* for CronJob .* matches nothing/m);
    expect(stdout).toMatch(
      /^ {2}! aks-test-weu, aks-shop-weu: .* has expired: it was valid until \w{3} 2026-06-0/m,
    );
    expect(exitCode).toBe(exitCodes.done);
  });

  it('only says it where the file wants a warning', async () => {
    const { exitCode, stdout } = await plan({ removedApis: 'Warn' });
    expect(stdout).toMatch(
      /^ {2}! aks-shop-weu: .* of ValidatingAdmissionPolicy, removed in 1.34, is in use/m,
    );
    expect(exitCode).toBe(exitCodes.done);
  });

  it('asks no cluster of it where the file does not want it', async () => {
    const asked = async () =>
      (await simulator.ledger(true)).filter(({ path }) => /metrics$|secrets$/.test(path)).length;
    const before = await asked();
    expect((await plan({ removedApis: 'Ignore' })).exitCode).toBe(exitCodes.done);
    expect(await asked()).toBe(before);
  });

  it('reads more kinds where the file says full', async () => {
    const lists = async () =>
      (await simulator.ledger(true)).filter(({ path }) => path.endsWith('/poddisruptionbudgets')).length;
    const before = await lists();
    await plan({ removedApis: 'Warn' });
    expect(await lists()).toBe(before);
    await plan({ removedApis: 'Warn', removedApisMode: 'full' });
    expect(await lists()).toBe(before + 2);
  });
});
