import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClusterOfFile, fleetFile } from '../../campaigns/fleet-file.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { type RunningSimulator, startSimulator } from '../../processes/simulator-process.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
let simulator: RunningSimulator;

const web = { kind: 'Deployment', namespace: 'shop', name: 'web', replicas: 2, image: 'web:1' };
const naked = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'naked', namespace: 'shop' },
  spec: { containers: [{ name: 'main' }] },
};
const cluster = (name: string, parts: object): ClusterOfFile => ({
  name,
  pools: [{ name: 'system', mode: 'System', count: 2 }],
  ...parts,
});

beforeAll(async () => {
  const fleet = fleetFile({
    drain: [
      cluster('aks-eased', { workloads: [{ ...web, budget: { maxUnavailable: 1 } }] }),
      cluster('aks-closed', { workloads: [{ ...web, budget: { minAvailable: 2 } }] }),
      cluster('aks-naked', { workloads: [web], manifests: [naked] }),
    ],
  });
  simulator = await startSimulator(files.write('fleet.json', fleet), ['--speed', '20']);
});
afterAll(async () => {
  await simulator.stop();
  files.remove();
});

const kubeconfig = (name: string) =>
  simulator.ready.clusters.find((each) => each.name === name)?.kubeconfigFile ?? '';
const changes = async () => (await simulator.ledger()).filter((each) => each.plane === 'kubernetes');
const nodeOf = async (name: string, index: number) => {
  const { text } = await simulator.ask(`/_simulator/state?cluster=${name}`);
  const names = [...new Set(text.match(/aks-system-\d+-vmss\d{6}/g))].toSorted();
  return names[index] ?? '';
};

async function drydock(
  command: 'drain' | 'uncordon',
  node: string,
  name: string,
  ...more: readonly string[]
) {
  const ran = await runDrydock([command, node, '--kubeconfig', kubeconfig(name), '-o', 'json', ...more]);
  return { ...ran, json: ran.stdout === '' ? null : (JSON.parse(ran.stdout) as object) };
}

describe('drydock drain', () => {
  it('empties a node and leaves it closed; uncordon opens it again', async () => {
    const node = await nodeOf('aks-eased', 0);
    const drained = await drydock('drain', node, 'aks-eased', '--ignore-daemonsets', '--grace-period', '-1');
    expect(drained).toMatchObject({
      exitCode: 0,
      json: { apiVersion: 'drydock.dev/v1', kind: 'DrainReport', outcome: 'drained', cordonedByUs: true },
    });
    expect(drained.stderr).toContain(`drydock uncordon ${node}`);
    expect(await drydock('uncordon', node, 'aks-eased')).toMatchObject({
      exitCode: 0,
      json: { outcome: 'opened' },
    });
  });

  it('as a dry run changes nothing', async () => {
    const before = await changes();
    const node = await nodeOf('aks-eased', 1);
    expect(await drydock('drain', node, 'aks-eased', '--dry-run')).toMatchObject({
      exitCode: 0,
      json: { outcome: 'would-drain' },
    });
    expect(await changes()).toEqual(before);
  });

  it('refuses a budget that can never be met before it touches anything', async () => {
    const before = await changes();
    const refused = await drydock('drain', await nodeOf('aks-closed', 0), 'aks-closed');
    expect(refused).toMatchObject({
      exitCode: 6,
      json: { outcome: 'refused', reason: expect.stringContaining('pdb shop/web') },
    });
    expect(await changes()).toEqual(before);
  });

  it('gives up when its time is over, and says how the node is opened again', async () => {
    const match = { plane: 'kubernetes', pathPattern: '/eviction$' };
    const message = 'admission webhook "guard.example.com" denied the request: not now';
    await simulator.addFault({ kind: 'error-answer', match, status: 403, message, times: 100 });
    const node = await nodeOf('aks-naked', 0);
    const late = await drydock('drain', node, 'aks-naked', '--timeout', '1s', '--force', '--reason', 'CHG1');
    await simulator.ask('/_simulator/faults', { method: 'DELETE' });
    expect(late).toMatchObject({ exitCode: 124, json: { outcome: 'timed-out' } });
    expect(late.stdout).toContain('webhook guard.example.com');
    expect(late.stderr).toContain(`drydock uncordon ${node}`);
  });

  it('says when it is not authorized', async () => {
    const match = { plane: 'kubernetes', pathPattern: '/eviction$' };
    const message = 'pods "x" is forbidden: User "u" cannot create resource "pods/eviction"';
    await simulator.addFault({ kind: 'error-answer', match, status: 403, message, times: 100 });
    const refused = await drydock('drain', await nodeOf('aks-naked', 0), 'aks-naked', '--force');
    await simulator.ask('/_simulator/faults', { method: 'DELETE' });
    expect(refused).toMatchObject({ exitCode: 77, stdout: '' });
    expect(refused.stderr).toContain('stays cordoned');
  });

  it('reports a missing node once, with the command that lists the nodes', async () => {
    const ran = await runDrydock(['drain', 'missing', '--kubeconfig', kubeconfig('aks-eased')]);
    expect(ran).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^error: the cluster has no node missing\n {2}next: kubectl get nodes/);
  });

  it.each([
    ['a missing node', 1, ['drain', 'missing', '--kubeconfig', 'GOOD'], 'the cluster has no node missing'],
    ['a missing node', 1, ['uncordon', 'missing', '--kubeconfig', 'GOOD'], 'the cluster has no node missing'],
    ['no kubeconfig', 64, ['drain', 'n'], '--kubeconfig is missing'],
    ['a kubeconfig that is not there', 65, ['drain', 'n', '--kubeconfig', '/missing'], 'no such file'],
    [
      'a context that is not there',
      65,
      ['drain', 'n', '--kubeconfig', 'GOOD', '--context', 'x'],
      'in context x',
    ],
    ['a timeout that is none', 64, ['drain', 'n', '--timeout', 'soon'], 'is not a duration'],
    ['a grace period that is none', 64, ['drain', 'n', '--grace-period', '1.5'], 'not a number of seconds'],
  ])('%s ends with %i', async (_, exitCode, args, words) => {
    const ran = await runDrydock(args.map((each) => (each === 'GOOD' ? kubeconfig('aks-eased') : each)));
    expect(ran).toMatchObject({ exitCode, stderr: expect.stringContaining(words) });
  });
});
