import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import type { FleetAudit } from '#domain/audit/fleet/fleet-audit.ts';
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
      'SB-WL-07',
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
    // No object shows which nodes wait for a reboot, and Secrets are judged in files alone.
    expect(kept).toEqual(['SB-OS-03', 'SB-WL-07']);
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

describe('a fleet', () => {
  const fleet = (...args: readonly string[]) => drydock('--fleet', ...args);
  const denied = { plane: 'kubernetes', pathPattern: '/version', cluster: 'aks-worn-weu' };

  it('stands side by side: clusters by controls, as bad as the worst', async () => {
    const ran = await fleet('-o', 'json');
    const said = JSON.parse(ran.stdout) as FleetAudit;
    expect([ran.exitCode, said.verdict, said.unknown]).toEqual([6, 'FAIL', undefined]);
    const byName = new Map(said.clusters.map((each) => [each.name, each]));
    expect(byName.get('aks-good-weu')).toMatchObject({ verdict: 'PASS', because: null });
    expect(byName.get('aks-bare-weu')).toMatchObject({ verdict: 'FAIL', because: null });
    const one = await audit('--cluster', 'aks-bare-weu');
    expect(
      Object.entries(byName.get('aks-bare-weu')!.controls).map(([id, { status }]) => `${id} ${status}`),
    ).toEqual(one.said.controls.map(({ id, status }) => `${id} ${status}`));
    expect(said.controls.map(({ id }) => id)).toEqual(one.said.controls.map(({ id }) => id));
  });

  it('is INCOMPLETE with a cluster that cannot be read, never PASS, whatever --fail-on says', async () => {
    await simulator.addFault({ kind: 'deny', match: denied, times: 99 });
    const file = files.write('campaign.json', campaignOver({ subscriptions: ['*'] }));
    const args = ['-f', file, '--control', 'SB-UPG-05', '--fail-on', 'critical'];
    const ran = await fleet(...args, '-o', 'json');
    const said = JSON.parse(ran.stdout) as FleetAudit;
    expect(ran.exitCode).toBe(6);
    expect(said.clusters.find(({ name }) => name === 'aks-worn-weu')).toMatchObject({
      verdict: 'NOT_READ',
      because: expect.stringMatching(/./),
      controls: {},
    });
    expect(said.unknown).toMatch(/^1 of \d+ clusters were not read \(aks-worn-weu\)$/);
    const text = await fleet(...args);
    expect(text.stdout).toMatch(/not read +aks-worn-weu: \S/);
    expect(text.stdout).toMatch(/INCOMPLETE: 1 of/);
    const html = await fleet(...args, '-o', 'html');
    expect([html.exitCode, html.stdout]).toEqual([6, expect.stringContaining('not read')]);
  });

  it('is the selection of a campaign file; ids that Azure does not show are not read', async () => {
    const id = simulator.ready.clusters.find(({ name }) => name === 'aks-good-weu')!.resourceId;
    const gone = id.replace('aks-good-weu', 'aks-gone-weu');
    const only = files.write('only.json', campaignOver({ resourceId: id }));
    const ran = await fleet('-f', only);
    expect([ran.exitCode, ran.stdout]).toEqual([0, expect.stringContaining('\nPASS: 1 PASS')]);
    const both = files.write('both.json', campaignOver({ resourceId: id }, { resourceId: gone }));
    const incomplete = await fleet('-f', both);
    expect([incomplete.exitCode, incomplete.stdout]).toEqual([
      6,
      expect.stringContaining('INCOMPLETE: 1 of 2'),
    ]);
    const none = files.write('none.json', campaignOver({ tags: { ring: 'nowhere' } }));
    const empty = await fleet('-f', none);
    expect([empty.exitCode, empty.stdout]).toEqual([
      6,
      expect.stringContaining('the selection has no cluster'),
    ]);
  });

  it.each<[string, readonly string[]]>([
    ['--profile', ['essential']],
    ['--control', ['SB-POD-02', 'SB-UPG-03']],
    ['--area', ['network']],
    ['--benchmark', ['cis-aks']],
    ['--severity', ['high']],
    ['--fail-on', ['critical']],
    ['--namespace', ['default']],
    ['--target', ['1.36']],
    ['--pss-level', ['restricted']],
    ['--waivers', ['SB-*']],
  ])('is, with %s, what the audit of its cluster is', async (option, values) => {
    const waived = `{ control: "${values[0]}", reason: it is known, owner: a, approver: b, expires: 2025-12-31 }`;
    const waivers = files.write(
      'all.yaml',
      `apiVersion: drydock.dev/v1\nkind: Waivers\ncontrols: [${waived}]\n`,
    );
    const args = option === '--waivers' ? [option, waivers] : [option, ...values];
    const id = simulator.ready.clusters.find(({ name }) => name === 'aks-worn-weu')!.resourceId;
    const file = files.write('worn.json', campaignOver({ resourceId: id }));
    const ran = await fleet('-f', file, ...args, '-o', 'json');
    const [worn] = (JSON.parse(ran.stdout) as FleetAudit).clusters;
    const { exitCode, said } = await audit('--cluster', 'aks-worn-weu', ...args);
    const statuses = Object.entries(worn!.controls).map(([control, { status }]) => `${control} ${status}`);
    expect(statuses).toEqual(said.controls.map((control) => `${control.id} ${control.status}`));
    expect([worn!.verdict, ran.exitCode]).toEqual([said.verdict, exitCode]);
  });

  it('skips the clusters without a namespace; one that no cluster has is refused', async () => {
    const ran = await fleet('--namespace', 'strict', '-o', 'json');
    const said = JSON.parse(ran.stdout) as FleetAudit;
    expect(said.clusters.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'aks-good-weu NOT_APPLICABLE',
      'aks-bare-weu FAIL',
      'aks-worn-weu NOT_APPLICABLE',
    ]);
    const none = await fleet('--namespace', 'defualt');
    expect([none.exitCode, none.stderr]).toEqual([
      64,
      expect.stringContaining('"defualt" does not exist in any of the clusters; did you mean default?'),
    ]);
  });

  it.each([
    [['--cluster', 'a'], '--fleet and --cluster exclude each other'],
    [['--write-baseline', 'a'], '--fleet and --write-baseline exclude each other'],
    [['-o', 'sarif'], '-o sarif does not exist for a fleet'],
  ])('is not audited with %j', async (args, message) => {
    const ran = await fleet(...args);
    expect([ran.exitCode, ran.stderr]).toEqual([64, expect.stringContaining(message)]);
  });
});

/** A campaign file whose only stage has these selectors. */
function campaignOver(...clusters: readonly object[]): string {
  return JSON.stringify({
    apiVersion: 'drydock.dev/v1',
    kind: 'UpgradeCampaign',
    metadata: { name: 'audited' },
    spec: { upgrade: { kubernetesVersion: '1.34' }, stages: [{ name: 'all', clusters }] },
  });
}

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
