import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { type RunningSimulator, startSimulator } from '../../processes/simulator-process.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator('baseline');
});
afterAll(async () => {
  files.remove();
  await simulator.stop();
});
afterEach(async () => {
  await simulator.ask('/_simulator/faults', { method: 'DELETE' });
});

const drydock = (...args: readonly string[]) => runDrydock(['audit', ...args], simulator.ready.env);

async function audit(...args: readonly string[]) {
  const ran = await drydock(...args, '-o', 'json');
  return { ...ran, said: JSON.parse(ran.stdout) as AuditReport };
}
const statusOf = ({ controls: found }: AuditReport, id: string) =>
  found.find((each) => each.id === id)?.status;
const kubeconfigOf = (cluster: string) =>
  simulator.ready.clusters.find(({ name }) => name === cluster)?.kubeconfigFile ?? '';

describe('an audit of a cluster', () => {
  it('ends with 0 where it keeps the whole baseline, with pages and little besides', async () => {
    const { exitCode, said } = await audit('--cluster', 'aks-good-weu', '--target', '1.35');
    const off = said.controls.filter(({ status }) => !['PASS', 'NOT_APPLICABLE'].includes(status));
    expect(off.map(({ id, evidence, undecided }) => [id, evidence, undecided])).toEqual([]);
    expect(said.controls.filter(({ status }) => status === 'NOT_APPLICABLE').map(({ id }) => id)).toEqual([
      'SB-OS-04',
    ]);
    expect([exitCode, said.verdict, said.pods]).toEqual([0, 'PASS', []]);
    const { requests = 0, pages = 0 } = said.statistics ?? {};
    expect(requests - pages).toBe(3);
  });

  it('ends with 6 where it does not; two clusters break every control between them', async () => {
    const strict = ['--profile', 'strict', '--cluster'];
    const bare = await audit(...strict, 'aks-bare-weu', '--target', '1.34', '--pss-level', 'restricted');
    const worn = await audit(...strict, 'aks-worn-weu', '--target', '1.36');
    expect([bare.exitCode, worn.exitCode]).toEqual([6, 6]);
    const kept = controls
      .filter(({ severity }) => severity !== 'info')
      .map(({ id }) => id)
      .filter((id) => [bare, worn].every(({ said }) => !['FAIL', 'WARN'].includes(statusOf(said, id) ?? '')));
    // No object shows which nodes wait for a reboot.
    expect(kept).toEqual(['SB-OS-03']);
    expect(statusOf(worn.said, 'SB-OS-03')).toBe('UNKNOWN');
  });

  it('lists with --pods what both levels say of every pod and template', async () => {
    const { said } = await audit('--cluster', 'aks-worn-weu', '--pods');
    const kured = said.pods.filter(({ location }) => location.includes('kured'));
    expect(kured.map(({ kind }) => kind).toSorted()).toEqual(['DaemonSet', 'Pod', 'Pod']);
    expect(kured[0]).toMatchObject({
      namespace: 'kube-system',
      allowed: { baseline: true, restricted: false },
    });
  });

  it('accepts what a waiver covers', async () => {
    const waivers = files.write(
      'waivers.yaml',
      `apiVersion: drydock.dev/v1
kind: Waivers
controls:
  - { control: SB-OS-04, reason: it is gone, owner: platform, approver: security, expires: 2025-12-31 }
`,
    );
    const { said } = await audit('--cluster', 'aks-worn-weu', '--waivers', waivers);
    expect(statusOf(said, 'SB-OS-04')).toBe('WAIVED');
  });

  it('names the cluster by its resource id, too, and writes SARIF, Markdown and text', async () => {
    const id = simulator.ready.clusters.find(({ name }) => name === 'aks-worn-weu')?.resourceId ?? '';
    const sarif = JSON.parse((await drydock('--cluster', id, '-o', 'sarif')).stdout);
    expect(sarif.runs[0].results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'aks-worn-weu' },
    });
    expect((await drydock('--cluster', id, '-o', 'md')).stdout).toMatch(/^### Security audit: FAIL/);
    expect((await drydock('--cluster', id)).stdout).toMatch(/^FAIL: \d+ FAIL, /m);
  });
});

describe('what is not read', () => {
  it.each([
    ['pricings', 'SB-DEF-02', 'Microsoft.Security/pricings/read'],
    ['roleAssignments', 'SB-ENT-09', 'Microsoft.Authorization/roleAssignments/read'],
    ['diagnosticSettings', 'SB-ENT-10', 'Microsoft.Insights/diagnosticSettings/read'],
    [
      'maintenanceConfigurations',
      'SB-UPG-04',
      'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read',
    ],
    ['deploymentSafeguards', 'SB-NODE-06', 'Microsoft.ContainerService/deploymentSafeguards/read'],
  ])('by Azure (%s) leaves %s unknown and names %s', async (pathPattern, id, right) => {
    await simulator.addFault({ kind: 'deny', match: { pathPattern }, times: 99 });
    const { exitCode, said } = await audit('--cluster', 'aks-good-weu', '--target', '1.35');
    expect([exitCode, said.verdict, statusOf(said, id)]).toEqual([6, 'UNKNOWN', 'UNKNOWN']);
    expect(said.controls.find((each) => each.id === id)?.undecided[0]?.reason).toContain(
      `permission to ${right}`,
    );
  });

  it.each([
    ['/rolebindings', 'SB-ENT-05', 'list rolebindings.rbac.authorization.k8s.io'],
    ['/networkpolicies', 'SB-NET-02', 'list networkpolicies.networking.k8s.io'],
    ['/metrics', 'SB-UPG-05', 'get /metrics'],
    ['/v1/namespaces$', 'SB-POD-06', 'list namespaces'],
    ['/daemonsets', 'SB-DEF-03', 'list daemonsets.apps'],
  ])('by the API server (%s) leaves %s unknown and names the right to %s', async (pathPattern, id, right) => {
    await simulator.addFault({ kind: 'deny', match: { plane: 'kubernetes', pathPattern }, times: 99 });
    const { exitCode, said } = await audit('--cluster', 'aks-good-weu', '--target', '1.35');
    expect([exitCode, statusOf(said, id)]).toEqual([6, 'UNKNOWN']);
    expect(said.controls.find((each) => each.id === id)?.undecided[0]?.reason).toContain(
      `permission to ${right}`,
    );
  });

  it('never makes a part that was read unknown', async () => {
    await simulator.addFault({
      kind: 'deny',
      match: { plane: 'kubernetes', pathPattern: '/metrics' },
      times: 99,
    });
    const { said } = await audit('--cluster', 'aks-good-weu', '--target', '1.35');
    const unknown = said.controls.filter(({ status }) => status === 'UNKNOWN').map(({ id }) => id);
    expect(unknown).toEqual(['SB-UPG-05']);
  });
});

describe('a cluster by its kubeconfig', () => {
  it('does without Azure: what only Azure knows does not apply', async () => {
    const { said } = await audit('--kubeconfig', kubeconfigOf('aks-bare-weu'), '--target', '1.34');
    expect(statusOf(said, 'SB-ENT-04')).toBe('NOT_APPLICABLE');
    expect(statusOf(said, 'SB-DEF-02')).toBe('NOT_APPLICABLE');
    expect(statusOf(said, 'SB-UPG-05')).toBe('FAIL');
    expect(statusOf(said, 'SB-NET-01')).toBe('UNKNOWN');
  });

  it("takes Azure's word from a file, or the engine by name", async () => {
    const arm = files.write(
      'arm.json',
      JSON.stringify({
        name: 'a',
        dnsPrefix: 'a',
        enableRbac: false,
        networkProfile: { networkPolicy: 'none' },
      }),
    );
    const { said } = await audit('--kubeconfig', kubeconfigOf('aks-bare-weu'), '--arm', arm);
    expect([statusOf(said, 'SB-ENT-04'), statusOf(said, 'SB-NET-01')]).toEqual(['FAIL', 'FAIL']);
    const named = await audit(
      '--kubeconfig',
      kubeconfigOf('aks-bare-weu'),
      '--network-policy-engine',
      'calico',
    );
    expect(statusOf(named.said, 'SB-NET-01')).toBe('PASS');
  });

  it('ends with 77 where it is not let in', async () => {
    const kubeconfig = files.write(
      'stranger.yaml',
      readFileSync(kubeconfigOf('aks-bare-weu'), 'utf8').replace(/token: .*/, 'token: stranger'),
    );
    const { exitCode, stderr } = await drydock('--kubeconfig', kubeconfig);
    expect([exitCode, stderr]).toEqual([77, expect.stringContaining('docs/permissions.md')]);
  });
});

describe('a namespace that is not there', () => {
  it.each([
    [['defualt'], '--namespace "defualt" does not exist in the cluster; did you mean default?'],
    [['default', 'defualt'], '--namespace "defualt" does not exist in the cluster; did you mean default?'],
    [['elsewhere-at-all'], '--namespace "elsewhere-at-all" does not exist in the cluster'],
  ])('ends with 64, beside others, too: %j', async (namespaces, message) => {
    const args = ['--cluster', 'aks-good-weu', '--control', 'SB-POD-01', '--namespace', ...namespaces];
    const { exitCode, stdout, stderr } = await drydock(...args);
    expect([exitCode, stdout]).toEqual([64, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/one of .*default.*kube-system/);
  });

  it('is unknown where the cluster does not say which there are', async () => {
    const match = { plane: 'kubernetes', pathPattern: '/api/v1/namespaces' };
    await simulator.addFault({ kind: 'deny', match, times: 99 });
    const args = [
      '--cluster',
      'aks-good-weu',
      '--control',
      'SB-POD-01',
      '--namespace',
      'kube-system',
      'kube-sytem',
    ];
    const { exitCode, said } = await audit(...args);
    expect([exitCode, said.verdict]).toEqual([6, 'UNKNOWN']);
    expect(said.unknown).toBe('nothing is in namespace kube-sytem (did you mean kube-system?)');
  });
});

describe('usage', () => {
  it.each([
    ['nothing named', [], 'nothing to audit: name manifests or a cluster'],
    ['two sources', ['--cluster', 'a', '--manifests', '.'], '--cluster and --manifests exclude each other'],
    ["Azure's word twice", ['--cluster', 'a', '--arm', 'a.json'], 'omit --arm'],
    [
      'a name that none has',
      ['--cluster', 'aks-none'],
      'no visible subscription has a cluster named "aks-none"',
    ],
  ])('%s ends with 64', async (_, args, message) => {
    const { exitCode, stderr } = await drydock(...args);
    expect([exitCode, stderr]).toEqual([64, expect.stringContaining(message)]);
  });
});
