import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { type ClusterOfFile, fleetFile } from '../../campaigns/fleet-file.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { type RunningSimulator, startSimulator } from '../../processes/simulator-process.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
let simulator: RunningSimulator;

const policy = { group: 'admissionregistration.k8s.io', version: 'v1beta1', removedRelease: '1.34' };
const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: {
    name: 'web',
    namespace: 'shop',
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration':
        '{"apiVersion":"policy/v1beta1","kind":"PodDisruptionBudget"}',
    },
    managedFields: [{ manager: 'helm', apiVersion: 'policy/v1', time: '2026-11-01T08:00:00Z' }],
  },
  spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
};
const release = {
  name: 'guard',
  namespace: 'shop',
  version: 2,
  manifest: `apiVersion: ${policy.group}/v1beta1\nkind: ValidatingAdmissionPolicy\nmetadata: { name: guard }\n`,
};
const aSecret = (name: string, stored: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'shop', labels: { owner: 'helm', status: 'deployed' } },
  data: { release: Buffer.from(stored).toString('base64') },
});
const helm = aSecret('sh.helm.release.v1.guard.v2', gzipSync(JSON.stringify(release)).toString('base64'));
const clusters: readonly ClusterOfFile[] = [
  {
    name: 'aks-clean',
    deprecatedCalls: [],
    manifests: [{ ...budget, metadata: { name: 'web', namespace: 'shop' } }],
  },
  {
    name: 'aks-old',
    manifests: [budget, helm],
    deprecatedCalls: [
      { ...policy, resource: 'validatingadmissionpolicies', requests: { LIST: 4, PATCH: 2 } },
      { ...policy, resource: 'validatingadmissionpolicybindings', requests: { LIST: 4, WATCH: 1 } },
    ],
  },
  { name: 'aks-twin', resourceGroup: 'rg-one' },
  { name: 'aks-twin', resourceGroup: 'rg-two' },
  { name: 'aks-damaged', manifests: [helm, aSecret('sh.helm.release.v1.web.v1', 'H4sI')] },
];

beforeAll(async () => {
  simulator = await startSimulator(files.write('fleet.json', fleetFile({ removal: clusters })));
});
afterAll(async () => {
  await simulator.stop();
  files.remove();
});

async function scan(cluster: string, ...more: readonly string[]) {
  const kubeconfig = simulator.ready.clusters.find(({ name }) => name === cluster)?.kubeconfigFile ?? '';
  const ran = await runDrydock([
    'scan',
    '--kubeconfig',
    kubeconfig,
    '--target',
    '1.34',
    '-o',
    'json',
    ...more,
  ]);
  return { ...ran, json: JSON.parse(ran.stdout) as RemovalScan };
}
const told = ({ findings }: RemovalScan) =>
  findings
    .map(({ severity, source, kind, location }) => `${severity} ${source} ${kind} ${location}`)
    .toSorted();

describe('a scan of a cluster', () => {
  it('passes where no removed API is used, with few requests', async () => {
    const { exitCode, json } = await scan('aks-clean');
    expect([exitCode, json.verdict, json.findings]).toEqual([0, 'PASS', []]);
    const { requests, pages } = json.statistics;
    expect(requests - pages).toBeLessThanOrEqual(20);
  });

  it('refuses a namespace that is not there, beside others, too, unless a manifest has it', async () => {
    const { kubeconfigFile = '' } = simulator.ready.clusters.find(({ name }) => name === 'aks-clean') ?? {};
    const args = ['scan', '--kubeconfig', kubeconfigFile, '--target', '1.34'];
    for (const namespaces of [['shpo'], ['shop', 'shpo']]) {
      const ran = await runDrydock([...args, '--namespace', ...namespaces]);
      expect([ran.exitCode, ran.stdout]).toEqual([64, '']);
      expect(ran.stderr).toContain('--namespace "shpo" does not exist in the cluster; did you mean shop?');
    }
    const known = await runDrydock([...args, '--namespace', 'shop']);
    expect(known.exitCode).toBe(0);
    const elsewhere = { ...budget, metadata: { name: 'web', namespace: 'later' } };
    const manifests = files.write('later.json', JSON.stringify(elsewhere));
    const both = await runDrydock([...args, '--manifests', manifests, '--namespace', 'shop', 'later']);
    expect(both.exitCode).toBe(0);
  });

  it('tells writers from readers by the usage metric, and reads the releases of Helm', async () => {
    const { exitCode, json } = await scan('aks-old');
    expect(exitCode).toBe(6);
    expect(told(json)).toEqual([
      'BLOCK api-metrics ValidatingAdmissionPolicy /metrics',
      'BLOCK helm-release ValidatingAdmissionPolicy HelmRelease/shop/guard',
      'WARN api-metrics ValidatingAdmissionPolicyBinding /metrics',
    ]);
    expect(json.findings.map(({ evidence }) => evidence).join('\n')).toMatch(
      /since 2026-11-20T.*: LIST 4, PATCH 2/,
    );
  });

  it('in full also reports what was last applied long ago, which others have written since', async () => {
    const { json } = await scan('aks-old', '--mode', 'full');
    expect(told(json)).toContain('WARN last-applied PodDisruptionBudget PodDisruptionBudget/shop/web');
  });

  it('judges manifests besides', async () => {
    const manifest = files.write(
      'old.yaml',
      'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: { name: a }\n',
    );
    const { json } = await scan('aks-clean', '--manifests', manifest);
    expect(told(json)).toEqual([`BLOCK manifest CronJob ${manifest}:1`]);
  });

  it('is UNKNOWN where a release is damaged, and names its secret', async () => {
    const { exitCode, json } = await scan('aks-damaged', '--mode', 'full');
    expect(exitCode).toBe(6);
    expect(told(json).filter((line) => !line.startsWith('INFO'))).toEqual([
      'BLOCK helm-release ValidatingAdmissionPolicy HelmRelease/shop/guard',
      'UNKNOWN helm-release Secret Secret/shop/sh.helm.release.v1.web.v1',
    ]);
  });

  it('in full also reports what nodes show of later removals, and always what no object shows', async () => {
    const { json } = await scan('aks-clean', '--mode', 'full');
    expect(json.findings.map(({ feature, severity, kind }) => [feature?.id, severity, kind])).toEqual([
      ['containerd-1', 'INFO', 'Node'],
    ]);
    expect(json.checkManually.map(({ id }) => id)).toEqual(['flags-and-gates']);
    expect((await scan('aks-clean')).json.checkManually).toEqual(json.checkManually);
  });

  it('is refused for a target behind the cluster, where no upgrade leads', async () => {
    const file = simulator.ready.clusters[0]!.kubeconfigFile;
    const ran = await runDrydock(['scan', '--kubeconfig', file, '--target', '1.16']);
    expect([ran.exitCode, ran.stdout]).toEqual([64, '']);
    expect(ran.stderr).toMatch(
      /target 1\.16 is below the cluster's 1\.\d+, and Kubernetes cannot be downgraded/,
    );
  });

  const named = (cluster: string, ...more: readonly string[]) =>
    runDrydock(
      ['scan', '--cluster', cluster, '--target', '1.34', '-o', 'json', ...more],
      simulator.ready.env,
    );

  it('finds the cluster in Azure by its name and by its id, and says the same of it', async () => {
    const { json } = await scan('aks-old');
    const { resourceId } = simulator.ready.clusters.find(({ name }) => name === 'aks-old')!;
    const group = parseResourceId(resourceId).resourceGroup;
    for (const typed of ['AKS-old', `${group.toUpperCase()}/aks-old`, resourceId]) {
      const { exitCode, stdout } = await named(typed);
      expect(exitCode).toBe(6);
      expect(told(JSON.parse(stdout) as RemovalScan)).toEqual(told(json));
    }
  });

  it.each([
    { typed: 'aks-new', says: 'no visible subscription has a cluster named "aks-new"' },
    { typed: 'no-group/aks-old', says: 'no visible subscription has a cluster named "no-group/aks-old"' },
    { typed: 'aks-twin', says: '2 clusters are named "aks-twin"' },
    { typed: '/subscriptions/1/aks-old', says: 'is not the resource id of an AKS cluster' },
  ])('takes no other for the cluster that was meant: $typed', async ({ typed, says }) => {
    const { exitCode, stdout, stderr } = await named(typed);
    expect([exitCode, stdout]).toEqual([64, '']);
    expect(stderr).toContain(says);
  });

  it('scans one cluster at a time', async () => {
    const { exitCode } = await named('aks-old', '--kubeconfig', files.write('other.yaml', ''));
    expect(exitCode).toBe(64);
  });

  it('needs a kubeconfig that is one', async () => {
    const bad = files.write('bad.yaml', 'kind: Config\n');
    const ran = await runDrydock(['scan', '--kubeconfig', bad, '--target', '1.34']);
    expect([ran.exitCode, ran.stdout]).toEqual([65, '']);
  });
});
