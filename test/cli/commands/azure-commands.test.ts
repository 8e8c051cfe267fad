import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '#cli/failure/exit-codes.ts';
import { aSpec } from '../../campaigns/campaign-specs.ts';
import { runDrydock, spawnDrydock } from '../../processes/run-drydock.ts';
import { type RunningSimulator, startSimulator } from '../../processes/simulator-process.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator('edge-cases');
});
afterAll(async () => {
  files.remove();
  await simulator.stop();
});
afterEach(async () => {
  await simulator.ask('/_simulator/faults', { method: 'DELETE' });
});

const drydock = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runDrydock(args, { ...simulator.ready.env, ...env });

/** One stage over these clusters of the scenario. */
const over = (...names: readonly string[]) => {
  const ids = names.map((name) => simulator.ready.clusters.find((each) => each.name === name)?.resourceId);
  const selectors = ids.map((id) => `{ resourceId: ${id} }`).join(', ');
  return files.write('campaign.yaml', aSpec('', `    - { name: all, clusters: [${selectors}] }`));
};
const nothingChanged = async () => expect(await simulator.ledger()).toEqual([]);

describe('a plan that cannot be carried out ends with 6 and the reason, and changes nothing', () => {
  it.each([
    ['a stopped cluster', 'aks-stopped-weu', 'stopped'],
    ['a cluster on hold', 'aks-held-weu', 'drydock-hold'],
    ['a cluster that upgrades itself', 'aks-auto-weu', 'stable'],
    ['a target that skips a minor', 'aks-old-weu', 'skips 1.33'],
    ['a cluster that has failed', 'aks-failed-weu', 'Failed'],
  ])('%s', async (_case, name, reason) => {
    const { exitCode, stdout } = await drydock(['plan', '-f', over(name)]);
    expect(stdout).toContain(reason);
    expect(exitCode).toBe(exitCodes.blocked);
    await nothingChanged();
  });

  it('an empty selection', async () => {
    const stage = '    - { name: all, clusters: [{ tags: { ring: none } }] }';
    const file = files.write('empty.yaml', aSpec('', stage));
    const { exitCode, stdout, stderr } = await drydock(['start', '-f', file, '--yes']);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: exitCodes.blocked,
      stdout: expect.stringMatching(/^Blocked: stage all /m),
      stderr: expect.stringMatching(/^error: the plan is blocked$/m),
    });
    await nothingChanged();
  });
});

describe('a fleet that cannot be read', () => {
  it('ends with 77 where the permission is missing', async () => {
    await simulator.addFault({ kind: 'deny', times: 100 });
    const { exitCode, stderr } = await drydock(['plan', '-f', over('aks-plain-weu')]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: exitCodes.notAllowed,
      stderr: expect.stringContaining('docs/permissions.md'),
    });
  });

  it('ends with 77 where the credential is not accepted', async () => {
    const { exitCode } = await drydock(['fleet'], { AZURE_CLIENT_SECRET: 'wrong' });
    expect(exitCode).toBe(exitCodes.notAllowed);
  });

  it('ends with 69 where Azure does not answer, and says so', async () => {
    const { exitCode, stderr } = await drydock(['fleet'], { DRYDOCK_ARM_ENDPOINT: 'https://127.0.0.1:1' });
    expect(stderr).toMatch(/^error: Azure cannot be reached: .*127\.0\.0\.1:1/);
    expect(exitCode).toBe(exitCodes.unavailable);
  });

  it('ends with 69 where the certificate is not trusted, and the doctor says why', async () => {
    const distrusting = { NODE_EXTRA_CA_CERTS: '', TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const { exitCode, stderr } = await drydock(['fleet'], distrusting);
    expect({ exitCode, stderr }).toEqual({
      exitCode: exitCodes.unavailable,
      stderr: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    const { stdout } = await drydock(['doctor'], distrusting);
    expect(stdout).toContain('SELF_SIGNED_CERT_IN_CHAIN');
  });
});

/** `aks-plain-weu` of the scenario, a patch later. */
const movedOn = `apiVersion: drydock.dev/v1
kind: Fleet
metadata: { name: later }
spec:
  start: 2026-11-20T08:00:00Z
  clusters:
    - name: aks-plain-weu
      resourceGroup: rg-edge
      version: 1.33.6
      pools: [{ name: system, mode: System, count: 1 }]
`;

describe('a plan', () => {
  it('is saved with the text it was made from, and refused as stale once the fleet has moved on', async () => {
    const saved = `${files.folder}/plan.json`;
    const planned = await drydock(['plan', '-f', over('aks-plain-weu'), '--out', saved, '-o', 'json']);
    const plan = JSON.parse(planned.stdout) as { readonly digest: string };
    expect(plan).toMatchObject({ apiVersion: 'drydock.dev/v1', kind: 'CampaignPlan', campaign: 'test' });
    const later = await startSimulator(files.write('later.yaml', movedOn));
    const stale = await runDrydock(['start', saved, '--yes', '--id', 'other'], later.ready.env);
    expect(stale).toMatchObject({ exitCode: exitCodes.stalePlan, stdout: '' });
    expect(stale.stderr).toMatch(
      new RegExp(
        `^error: ${saved} is stale \\(changed: aks-plain-weu\\): reviewed ${plan.digest}, now sha256:[0-9a-f]{64}$`,
        'm',
      ),
    );
    expect(await later.ledger()).toEqual([]);
    await later.stop();
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['in real time', [], []],
    ['in simulated time', ['--pace', 'simulator'], []],
    ['in simulated time, which the start repeats', ['--pace', 'simulator'], ['--pace', 'simulator']],
  ])(
    'has one digest wherever it is shown, and is started by it: %s',
    async (_case, planFlags, startFlags) => {
      const [file, saved] = [over('aks-plain-weu'), `${files.folder}/reviewed.json`];
      const plan = (...more: readonly string[]) => drydock(['plan', '-f', file, ...planFlags, ...more]);
      const text = await plan('--out', saved);
      const digest = /^Digest (\S+)$/m.exec(text.stdout)![1];
      expect(JSON.parse((await plan('-o', 'json')).stdout)).toMatchObject({ digest });
      expect((await plan('--summary')).stdout).toContain(`Digest ${digest}\n`);
      expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ digest });
      const who = ['--id', 'other', '--as', 'bob', '--reason', 'CHG1', '--yes', ...startFlags];
      const start = await drydock(['start', saved, ...who], { TEMPORAL_ADDRESS: '127.0.0.1:1' });
      expect(start).toMatchObject({ exitCode: exitCodes.unavailable });
      expect(start.stdout).toContain(`Digest ${digest}\n`);
      expect(start.stdout.includes(', simulated time')).toBe(planFlags.length > 0);
      expect(text.stdout).toContain(`Next: drydock start ${saved} --watch\n`);
    },
  );

  it('in real time is not started in simulated time', async () => {
    const saved = `${files.folder}/real.json`;
    await drydock(['plan', '-f', over('aks-plain-weu'), '--out', saved]);
    const { exitCode, stdout, stderr } = await drydock(['start', saved, '--yes', '--pace', 'simulator']);
    expect({ exitCode, stdout }).toEqual({ exitCode: exitCodes.usage, stdout: '' });
    expect(stderr).toContain('was planned in real time');
  });

  it('ends with 2 for changes only where that is asked for', async () => {
    const file = over('aks-plain-weu');
    expect((await drydock(['plan', '-f', file])).exitCode).toBe(exitCodes.done);
    expect((await drydock(['plan', '-f', file, '--detailed-exitcode'])).exitCode).toBe(
      exitCodes.planHasChanges,
    );
  });
});

describe('a file whose window never opens', () => {
  it.each([
    ['validate', []],
    ['plan', []],
    ['start', ['--yes']],
  ])('is refused by %s with 65 and the place', async (command, flags) => {
    const never = `  maintenance:\n    timezone: UTC\n    maintenanceWindow:\n      schedule: { daily: { intervalDays: 1 } }\n      startTime: "00:00"\n      durationHours: 4\n      notAllowedDates: [{ start: 2026-01-01, end: 9999-12-31 }]\n`;
    const text = aSpec(never, '    - { name: all, clusters: [{ tags: { ring: test } }] }');
    const ran = await drydock([command, '-f', files.write('never.yaml', text), ...flags]);
    expect(ran.exitCode).toBe(exitCodes.invalidFile);
    expect(`${ran.stdout}${ran.stderr}`).toMatch(
      /never\.yaml:\d+:24 +spec\.maintenance\.maintenanceWindow\.notAllowedDates +this window does not open within 10 years/,
    );
    await nothingChanged();
  });
});

describe('a start', () => {
  it('outside the window is refused with 7 with --no-wait', async () => {
    const far = `  maintenance:\n    timezone: UTC\n    maintenanceWindow:\n      schedule: { daily: { intervalDays: 1 } }\n      startTime: "00:00"\n      durationHours: 4\n      startDate: "2034-01-01"\n`;
    const text = aSpec(far, '    - { name: all, clusters: [{ tags: { ring: test } }] }');
    const args = ['start', '-f', files.write('far.yaml', text), '--yes', '--no-wait'];
    const { exitCode, stderr } = await drydock(args);
    expect({ exitCode, stderr }).toEqual({
      exitCode: exitCodes.outsideWindow,
      stderr: expect.stringContaining(
        `outside the maintenance window; the next one opens Sun 2034-01-01 01:00 CET`,
      ),
    });
    await nothingChanged();
  });
});

describe('the fleet', () => {
  it('is every cluster with its pools, upgrades on offer and what stands in the way', async () => {
    const { stdout } = await drydock(['fleet']);
    expect(stdout).toMatch(
      /^aks-auto-weu .*1\.34\.1.*auto-upgrade channel stable; node OS upgrade channel NodeImage$/m,
    );
    expect(stdout).toMatch(/^└─ system +System, Linux +1\.33\.5/m);
    const { holdTag, clusters } = JSON.parse((await drydock(['fleet', '-o', 'json'])).stdout) as {
      readonly holdTag: string;
      readonly clusters: readonly { readonly uniqueName: string; readonly isHeld: boolean }[];
    };
    expect(holdTag).toBe('drydock-hold');
    expect(clusters).toContainEqual(expect.objectContaining({ uniqueName: 'aks-auto-weu', isHeld: false }));
  });
});

describe('the simulator', () => {
  it('refuses a port that is taken with 69 and its number', async () => {
    const port = new URL(simulator.ready.url).port;
    const { exitCode, stderr } = await spawnDrydock(['simulate', '--port', port]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: exitCodes.unavailable,
      stderr: expect.stringContaining(port),
    });
  });
});
