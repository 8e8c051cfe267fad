import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '#cli/failure/exit-codes.ts';
import { addSearchAttributes, searchAttributes } from '#cli/temporal/search-attributes.ts';
import { connectTemporal, type TemporalSession } from '#cli/temporal/temporal-client.ts';
import { aSpec } from '../campaigns/campaign-specs.ts';
import { type Ran, runDrydock, spawnDrydock } from '../processes/run-drydock.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { type RunningWorker, startWorker } from '../processes/worker-process.ts';
import { useBareNamespace } from '../setup/bare-namespace.ts';
import { type Simulator, startSimulator } from '../simulated/simulator.ts';

/** Far above the slowest refusal (a dead Temporal: 5 s), and below the minute that a forgotten timer costs. */
const promptlyMs = 45_000;

type Env = Readonly<Record<string, string>>;
/** What is wrong, the exit code, what is reported, the arguments of `start`, what differs in its environment. */
type Row = readonly [string, number, string, () => readonly string[], Env];

const files = openTemporaryFiles();
let simulator: Simulator;
let session: TemporalSession;
let env: Env;
let savedPlan: string;

const drydock = (args: readonly string[], changed: Env = {}): Promise<Ran> =>
  runDrydock(args, { ...env, ...changed });
const start = (from: readonly string[], changed: Env = {}): Promise<Ran> =>
  drydock(['start', ...from, '--pace', 'simulator', '--as', 'alice', '--yes'], changed);

/** A campaign over these clusters of the scenario, one stage each. */
const over = (...names: readonly string[]): string => {
  const stages = names.map((name, index) => {
    const id = simulator.ready.clusters.find((each) => each.name === name)?.resourceId;
    return `    - { name: stage-${index + 1}, clusters: [{ resourceId: ${id} }], approval: { approvers: [oncall] } }`;
  });
  return files.write(`${names.join('-')}.yaml`, aSpec('', stages.join('\n')));
};

const plain = () => over('aks-plain-weu');
const brokenSpec = () =>
  files.write('broken.yaml', aSpec().replace('kubernetesVersion: "1.34"', 'kubernetesVersion: quarter'));
const nobodysRing = () =>
  files.write('nobody.yaml', aSpec('', '    - { name: all, clusters: [{ tags: { ring: none } }] }'));
const changedPlan = () =>
  files.write('changed.json', readFileSync(savedPlan, 'utf8').replaceAll('1.34.1', '1.33.6'));

const byOncall = (gate: string) => ['--gate', gate, '--as', 'oncall'];
const target = (name: string) => ['--target', `cluster/${name}`];

async function campaigns(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { workflowId } of session.client.workflow.list()) found.push(workflowId);
  return found;
}

/** Azure's own book, and Temporal's. */
async function expectNothingChanged(): Promise<void> {
  expect(await simulator.ledger()).toEqual([]);
  expect(await campaigns()).toEqual([]);
}

beforeAll(async () => {
  simulator = await startSimulator({ scenario: 'edge-cases', speed: 1800 });
  env = {
    ...simulator.ready.env,
    TEMPORAL_ADDRESS: process.env.TEMPORAL_ADDRESS!,
    TEMPORAL_NAMESPACE: await useBareNamespace(),
    DRYDOCK_POLL_FLOOR: '100ms',
  };
  session = await connectTemporal();
  savedPlan = `${files.folder}/plan.json`;
  await drydock(['plan', '-f', plain(), '--out', savedPlan]);
});
afterAll(async () => {
  files.remove();
  await session.close();
  await simulator.stop();
});

describe('a start that cannot be is refused promptly, with its reason and exit code, and changes nothing', () => {
  it('where search attributes are not registered', { timeout: promptlyMs }, async () => {
    const { exitCode, stderr } = await start(['-f', over('aks-plain-weu')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 69, stderr: expect.stringContaining('drydock setup') });
    await expectNothingChanged();
    await addSearchAttributes(session, searchAttributes);
  });

  it.concurrent.each<Row>([
    ['a broken spec', 65, 'broken.yaml:5:33  spec.upgrade.kubernetesVersion', () => ['-f', brokenSpec()], {}],
    ['a file that is no text', 65, 'it is not UTF-8 text', () => ['-f', files.write('zeros', '\0\0')], {}],
    ['a plan that was edited', 65, 'was changed after it was saved', () => [changedPlan()], {}],
    ['an empty selection', 6, 'selects 0 clusters, at least 1 expected', () => ['-f', nobodysRing()], {}],
    ['a target that skips a minor', 6, 'skips 1.33', () => ['-f', over('aks-old-weu')], {}],
    ['a stopped cluster', 6, 'stopped', () => ['-f', over('aks-stopped-weu')], {}],
    ['a hold tag', 6, 'drydock-hold', () => ['-f', over('aks-held-weu')], {}],
    ['a name that is none', 64, '--id "a/b" is not a name', () => ['-f', plain(), '--id', 'a/b'], {}],
    [
      'an interval that is none',
      64,
      'DRYDOCK_POLL is "soon"',
      () => ['-f', plain()],
      { DRYDOCK_POLL: 'soon' },
    ],
    [
      'an endpoint that is none',
      64,
      'not an https URL',
      () => ['-f', plain()],
      { DRYDOCK_ARM_ENDPOINT: 'arm' },
    ],
    [
      'an authority that is none',
      64,
      'AZURE_AUTHORITY_HOST',
      () => ['-f', plain()],
      { AZURE_AUTHORITY_HOST: 'x' },
    ],
    ['a wrong secret', 77, 'AADSTS7000215', () => ['-f', plain()], { AZURE_CLIENT_SECRET: 'wrong' }],
    ['a wrong certificate', 69, 'NODE_EXTRA_CA_CERTS', () => ['-f', plain()], { NODE_EXTRA_CA_CERTS: '' }],
    [
      'no server at the endpoint',
      69,
      'none answers',
      () => ['-f', plain()],
      { DRYDOCK_ARM_ENDPOINT: 'https://127.0.0.1:1' },
    ],
    [
      'an unreachable Temporal',
      69,
      'cannot be reached',
      () => ['-f', plain()],
      { TEMPORAL_ADDRESS: '127.0.0.1:1' },
    ],
    [
      'a namespace that is not there',
      69,
      'no namespace nowhere',
      () => ['-f', plain()],
      { TEMPORAL_NAMESPACE: 'nowhere' },
    ],
    [
      'a profile that is not there',
      64,
      'TEMPORAL_PROFILE',
      () => ['-f', plain()],
      { TEMPORAL_PROFILE: 'nowhere' },
    ],
  ])('for %s', { timeout: promptlyMs }, async (_case, code, told, from, changed) => {
    const { exitCode, stdout, stderr } = await start(from(), changed);
    expect(stdout + stderr).toContain(told);
    expect(stderr).toMatch(/^error: .+/m);
    expect(stderr).toMatch(/^ {2}next: .+/m);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(exitCode).toBe(code);
    await expectNothingChanged();
  });

  it('for a permission that is missing', { timeout: promptlyMs }, async () => {
    await simulator.fault({ kind: 'deny', times: 100 });
    const { exitCode, stderr } = await start(['-f', plain()]);
    await simulator.clearFaults();
    expect({ exitCode, stderr }).toEqual({
      exitCode: exitCodes.notAllowed,
      stderr: expect.stringContaining('docs/permissions.md'),
    });
    await expectNothingChanged();
  });
});

describe('a simulator', () => {
  it('refuses a port that is taken', { timeout: promptlyMs }, async () => {
    const { port } = new URL(simulator.ready.url);
    const { exitCode, stderr } = await spawnDrydock(['simulate', '--port', port], env);
    expect({ exitCode, stderr }).toEqual({ exitCode: 69, stderr: expect.stringContaining(`port ${port}`) });
  });
});

describe('invalid orders to a running campaign', () => {
  let worker: RunningWorker;
  let before: number;
  const steer = (verb: string, ...args: readonly string[]) =>
    drydock([verb, 'test', '--reason', 'a test', ...args]);

  beforeAll(async () => {
    worker = await startWorker(env);
    await start(['-f', over('aks-plain-weu', 'aks-behind-weu')]);
    const { exitCode } = await drydock(['status', 'test', '--watch', '--exit-on-gate']);
    expect(exitCode).toBe(exitCodes.waitingForPerson);
    before = (await simulator.ledger()).length;
  });
  afterAll(() => worker.stop());

  it.each<readonly [string, number, string, string, readonly string[]]>([
    [
      'an approval by the one who started',
      77,
      'who may decide',
      'approve',
      ['--gate', 'stage-1', '--as', 'Alice'],
    ],
    [
      'an approval by one who is no approver',
      77,
      'not an approver',
      'approve',
      ['--gate', 'stage-1', '--as', 'mallory'],
    ],
    [
      'of another plan',
      1,
      'about plan sha256:00',
      'approve',
      [...byOncall('stage-1'), '--digest', 'sha256:00'],
    ],
    ['an approval of a gate that does not wait', 1, 'no gate stage-2', 'approve', byOncall('stage-2')],
    [
      'a retry of a cluster that is done',
      1,
      'Stage stage-1 has ended; start a new campaign',
      'retry',
      target('aks-plain-weu'),
    ],
    [
      'a skip of a cluster that is not there',
      1,
      'There is no cluster x in',
      'skip',
      [...target('x'), '--yes'],
    ],
    ['to go on without a pause', 1, 'is not paused', 'resume', []],
  ])('%s', { timeout: promptlyMs }, async (_case, code, told, verb, args) => {
    const { exitCode, stderr } = await steer(verb, ...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: expect.stringContaining(told) });
    expect(stderr).toMatch(/^ {2}next: .+/m);
    expect(await simulator.ledger()).toHaveLength(before);
  });

  it('anything, once it has ended or where it never was', { timeout: promptlyMs }, async () => {
    expect((await steer('abort', '--yes')).exitCode).toBe(exitCodes.done);
    expect((await drydock(['watch', 'test'])).exitCode).toBe(exitCodes.campaignAborted);
    for (const [name, why] of [
      ['test', 'campaign test has ended: Aborted'],
      ['nobody', 'there is no campaign nobody'],
    ] as const) {
      const { exitCode, stderr } = await drydock(['pause', name, '--reason', 'late']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(why) });
    }
    expect(await simulator.ledger()).toHaveLength(before);
  });

  it('another clock than it was started with: it ends and says why', async () => {
    await start(['-f', over('aks-behind-weu'), '--id', 'clock']);
    await simulator.ask('/_simulator/clock', { method: 'POST', body: { speed: 60 } });
    const { exitCode } = await drydock(['watch', 'clock']);
    const { stdout } = await drydock(['status', 'clock']);
    expect(stdout).toContain('start a new campaign');
    expect(exitCode).toBe(exitCodes.campaignFailed);
  });
});
