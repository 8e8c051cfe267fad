import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scanManifests } from '#cli/inspect/scan-manifests.ts';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { runDrydock, spawnDrydock } from '../../processes/run-drydock.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const corpus = join(import.meta.dirname, '..', '..', 'removal-corpus');
const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const files = openTemporaryFiles();
afterAll(() => files.remove());

const budget =
  'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: web, namespace: shop }\n';
const old = files.write('old.yaml', budget);
const bad = files.write('bad.yaml', `a: [\n---\n${budget}`);
const clean = files.write('clean.yaml', budget.replace('v1beta1', 'v1'));

async function scan(args: readonly string[]) {
  const ran = await runDrydock(['scan', ...args, '-o', 'json']);
  return { ...ran, json: JSON.parse(ran.stdout) as RemovalScan };
}

/** "BLOCK policy/v1beta1 PodDisruptionBudget shop/web helm-output.yaml:24", a feature's id in place of the API version */
const describeAll = (minor: number, folder: string) =>
  scanManifests({ paths: [join(corpus, folder)] }, minor, 'full').findings.map(
    ({ severity, apiVersion, feature, kind, namespace, name, location }) =>
      `${severity} ${feature?.id ?? apiVersion} ${kind} ${namespace ?? '-'}/${name ?? '-'} ${location.replace(`${corpus}/${folder}/`, '')}`,
  );
const told = (minor: number, folder: string) =>
  describeAll(minor, folder).filter((line) => !line.includes('features.yaml'));
const shown = (minor: number) => describeAll(minor, 'old').filter((line) => line.includes('features.yaml'));

describe('manifests as they are met', () => {
  it('have each old object found, once, at its place', () => {
    expect(told(36, 'old')).toEqual([
      'BLOCK policy/v1beta1 PodSecurityPolicy -/release-ingress-nginx helm-output.yaml:3',
      'BLOCK policy/v1beta1 PodDisruptionBudget ingress/release-ingress-nginx helm-output.yaml:31',
      'BLOCK autoscaling/v2beta2 HorizontalPodAutoscaler ingress/release-ingress-nginx helm-output.yaml:36',
      'BLOCK admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration -/release-ingress-nginx-admission helm-output.yaml:45',
      'BLOCK batch/v1beta1 CronJob shop/nightly kubectl-get.json:5',
      'BLOCK networking.k8s.io/v1beta1 Ingress shop/web kubectl-get.json:19',
      'BLOCK networking.k8s.io/v1beta1 Ingress shop/api kubectl-get.json:20',
      'BLOCK storage.k8s.io/v1beta1 StorageClass -/fast kustomize-output.yml:6',
      'BLOCK flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema -/shop kustomize-output.yml:12',
      'WARN v1 Endpoints shop/legacy kustomize-output.yml:17',
      'BLOCK apiextensions.k8s.io/v1beta1 CustomResourceDefinition -/databases.example.com operator-bundle.yaml:1',
      'BLOCK rbac.authorization.k8s.io/v1beta1 ClusterRole -/database-operator operator-bundle.yaml:11',
      'BLOCK scheduling.k8s.io/v1beta1 PriorityClass -/database-critical operator-bundle.yaml:31',
      'BLOCK extensions/v1beta1 Deployment -/- operator-bundle.yaml:38',
    ]);
  });

  it('have what they ask for beside API versions found, once an object', () => {
    expect(shown(36)).toEqual([
      'BLOCK git-repo-volume Deployment shop/site features.yaml:2',
      'WARN node-label-beta-kubernetes-io-os Deployment shop/site features.yaml:2',
      'WARN node-label-agentpool Deployment shop/site features.yaml:2',
      'INFO node-role-master-toleration Deployment shop/site features.yaml:2',
      'WARN seccomp-annotation Deployment shop/site features.yaml:2',
      'WARN app-armor-annotation Deployment shop/site features.yaml:2',
      'WARN azure-disk-volume PersistentVolume -/shop-data features.yaml:33',
      'WARN node-label-failure-domain-beta-kubernetes-io-zone PersistentVolume -/shop-data features.yaml:33',
      'WARN azure-disk-volume StorageClass -/managed-premium-retain features.yaml:47',
      'WARN annotation-topology-mode Service shop/edge features.yaml:53',
      'WARN external-ips Service shop/edge features.yaml:53',
      'WARN ambiguous-addresses Service shop/edge features.yaml:53',
      'WARN docker-socket CronJob ci/build features.yaml:66',
      'WARN keda-pod-identity TriggerAuthentication shop/queue features.yaml:80',
      'INFO old-scale-target HorizontalPodAutoscaler shop/site features.yaml:86',
    ]);
    expect(shown(32).filter((line) => line.startsWith('BLOCK'))).toEqual([]);
  });

  it('are distinguished at a target between', () => {
    expect(told(24, 'old').filter((line) => line.startsWith('WARN'))).toEqual([
      'WARN policy/v1beta1 PodSecurityPolicy -/release-ingress-nginx helm-output.yaml:3',
      'WARN policy/v1beta1 PodDisruptionBudget ingress/release-ingress-nginx helm-output.yaml:31',
      'WARN autoscaling/v2beta2 HorizontalPodAutoscaler ingress/release-ingress-nginx helm-output.yaml:36',
      'WARN batch/v1beta1 CronJob shop/nightly kubectl-get.json:5',
    ]);
  });

  it.each([16, 22, 25, 32, 37])('have nothing said of them where all is current, at 1.%i', (minor) => {
    const { findings, problems, objects } = scanManifests({ paths: [join(corpus, 'clean')] }, minor, 'full');
    expect({ findings, problems, objects }).toEqual({ findings: [], problems: [], objects: 20 });
  });
});

describe('drydock scan', () => {
  it('ends with 6 where something is gone, and says what, where and what instead', async () => {
    const { exitCode, json } = await scan(['--manifests', old, clean, '--target', 'v1.25.3']);
    expect(exitCode).toBe(6);
    expect(json).toMatchObject({
      apiVersion: 'drydock.dev/v1',
      kind: 'RemovalScan',
      target: '1.25',
      verdict: 'BLOCK',
      unknown: null,
      findings: [
        {
          rule: 'removed-api',
          severity: 'BLOCK',
          apiVersion: 'policy/v1beta1',
          kind: 'PodDisruptionBudget',
          namespace: 'shop',
          name: 'web',
          deprecatedIn: '1.21',
          removedIn: '1.25',
          replacement: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
          source: 'manifest',
          location: `${old}:1`,
          waived: null,
        },
      ],
      problems: [],
      statistics: { objects: 2, files: 2, events: 0, requests: 0, pages: 0 },
    });
  });

  it.each([
    ['PASS', clean, '1.25', 0],
    ['WARN', old, '1.24', 0],
    ['INFO', old, '1.20', 0],
    ['UNKNOWN', clean, '1.99', 6],
    ['BLOCK', old, '2.0', 6],
  ])('says %s of %s at %s', async (verdict, file, target, exitCode) => {
    const ran = await scan(['--manifests', file, '--target', target]);
    expect([ran.json.verdict, ran.exitCode]).toEqual([verdict, exitCode]);
  });

  it('leaves out with --mode gate what only a later version deprecates', async () => {
    const { json } = await scan(['--manifests', old, '--target', '1.20', '--mode', 'gate']);
    expect(json).toMatchObject({ verdict: 'PASS', findings: [] });
  });

  it('ends with 65 where something cannot be read, and judges the rest', async () => {
    const { exitCode, json } = await scan(['--manifests', bad, 'nowhere.yaml', '--target', '1.25']);
    expect(exitCode).toBe(65);
    expect(json).toMatchObject({ verdict: 'BLOCK', findings: [{ name: 'web', location: `${bad}:3` }] });
    expect(json.problems.map(({ location }) => location)).toEqual(['nowhere.yaml', `${bad}:2`]);
  });

  it('reads a list without a kind, and names what is malformed beside what is removed', async () => {
    const budget = { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'web' } };
    const list = files.write('list.json', JSON.stringify([{ ...budget, spec: 'none' }, budget, 5]));
    const { exitCode, json } = await scan(['--manifests', list, '--target', '1.25']);
    expect([exitCode, json.verdict, json.findings.length]).toEqual([65, 'BLOCK', 2]);
    expect(json.problems.map(({ message }) => message)).toEqual([
      'PodDisruptionBudget/web: spec: expected an object, got "none"',
      'item 3 of the list: not an object',
    ]);
  });

  it('reads audit logs, and names the lines that are none', async () => {
    const event = {
      stage: 'ResponseComplete',
      verb: 'create',
      user: { username: 'jane' },
      objectRef: { resource: 'cronjobs', apiGroup: 'batch', apiVersion: 'v1beta1' },
      stageTimestamp: '2026-11-27T10:00:00Z',
      annotations: { 'k8s.io/deprecated': 'true' },
    };
    const log = files.write('audit.log', `${JSON.stringify(event)}\n\n{"cut":\n`);
    const { exitCode, json } = await scan(['--audit-log', log, '--target', '1.25']);
    expect(exitCode).toBe(65);
    expect(json.findings).toMatchObject([
      { severity: 'BLOCK', kind: 'CronJob', source: 'audit-log', who: [{ as: 'client', name: 'jane' }] },
    ]);
    expect(json.problems).toEqual([{ location: `${log}:3`, message: 'not valid JSON' }]);
    expect(json.statistics).toMatchObject({ objects: 0, events: 1 });
  });

  it('reads stdin', async () => {
    const args = ['scan', '--manifests', '-', '--target', '1.25', '-o', 'json'];
    const { exitCode, stdout } = await spawnDrydock(args, {}, budget);
    const { verdict, findings } = JSON.parse(stdout) as RemovalScan;
    expect([exitCode, verdict]).toEqual([6, 'BLOCK']);
    expect(findings).toMatchObject([{ name: 'web', location: '-:1' }]);
  });

  it('ends with 65 for a folder in which nothing is called a manifest: it is the wrong one', async () => {
    const folder = mkdtempSync(join(files.folder, 'notes-'));
    writeFileSync(join(folder, 'notes.txt'), 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\n');
    const { exitCode, stdout, stderr } = await runDrydock([
      'scan',
      '--manifests',
      folder,
      '--target',
      '1.25',
    ]);
    expect([exitCode, stderr]).toEqual([65, expect.stringContaining('Nothing was judged')]);
    expect(stdout).toContain('UNKNOWN for 1.25: no objects found; 1 problem in the input');
  });

  it('ends with 65 where nothing comes in: what should have written it failed', async () => {
    const args = ['scan', '--manifests', '-', '--target', '1.25', '-o', 'json'];
    const { exitCode, stdout } = await spawnDrydock(args, {}, ' \n');
    const { problems } = JSON.parse(stdout) as RemovalScan;
    expect([exitCode, problems]).toEqual([
      65,
      [{ location: '-:1', message: 'the input is empty: did the command that writes it fail?' }],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['comments', '# Source: web/templates/pdb.yaml\n---\nnull\n'],
    ['values', 'replicas: 2\n'],
  ])('passes nothing where all that was read holds %s: UNKNOWN, and said', async (name, text) => {
    const file = files.write(`empty-${name}.yaml`, text);
    const alone = await scan(['--manifests', file, '--target', '1.25']);
    expect([alone.exitCode, alone.json.verdict, alone.json.problems]).toEqual([6, 'UNKNOWN', []]);
    expect(alone.stderr).toContain('Nothing was judged');
    const beside = await scan(['--manifests', file, clean, '--target', '1.25']);
    expect([beside.exitCode, beside.json.verdict, beside.stderr]).toEqual([0, 'PASS', '']);
  });

  it('passes nothing where nothing is in the namespace that was asked for', async () => {
    const args = ['--manifests', old, '--target', '1.25', '--namespace', 'nowhere'];
    const { exitCode, json: said, stderr } = await scan(args);
    expect([exitCode, said.verdict, said.unknown]).toEqual([
      6,
      'UNKNOWN',
      'no Kubernetes objects found in nowhere',
    ]);
    expect(stderr).toContain('Nothing was judged: nothing is in namespace nowhere.');
  });

  it('lets a waiver stand for what it names, and says when it has ended', async () => {
    const waiver = (expires: string) =>
      files.write(
        `waivers-${expires}.yaml`,
        `apiVersion: drydock.dev/v1\nkind: Waivers\nremovedApis:\n  - { apiVersion: policy/v1beta1, kind: PodDisruptionBudget, reason: a, owner: shop, expires: ${expires} }\n`,
      );
    const args = ['--manifests', old, '--target', '1.25', '--waivers'];
    const waived = await scan([...args, waiver(soon)]);
    expect([waived.exitCode, waived.json.verdict]).toEqual([0, 'WAIVED']);
    expect(waived.stderr).not.toContain('waiver');
    expect(waived.json.findings[0]).toMatchObject({
      severity: 'BLOCK',
      waived: { owner: 'shop', reason: 'a' },
    });
    const ended = await scan([...args, waiver('2020-12-31')]);
    expect([ended.exitCode, ended.json.verdict]).toEqual([6, 'BLOCK']);
    expect(ended.stderr).toContain('ended 2021-01-01T00:00:00.000Z');
    const idle = await scan(['--manifests', clean, '--target', '1.25', '--waivers', waiver(soon)]);
    expect(idle.stderr).toContain(
      'The waiver of shop for PodDisruptionBudget (policy/v1beta1) covers nothing of what was scanned.',
    );
  });

  it('takes no waivers that are not sound', async () => {
    const ran = await runDrydock(['scan', '--manifests', old, '--target', '1.25', '--waivers', clean]);
    expect([ran.exitCode, ran.stdout]).toEqual([65, '']);
    expect(ran.stderr).toContain('is not a valid waiver file');
  });

  it('says for people and pull requests what it says in JSON', async () => {
    const told = async (format: string) =>
      (await runDrydock(['scan', '--manifests', old, '--target', '1.25', '-o', format])).stdout;
    expect(await told('text')).toMatch(
      /^BLOCK +PodDisruptionBudget shop\/web +policy\/v1beta1 +removed in 1.25/m,
    );
    expect(await told('md')).toContain('| BLOCK | PodDisruptionBudget shop/web | policy/v1beta1 |');
    expect(JSON.parse(await told('sarif'))).toMatchObject({ version: '2.1.0', runs: [{ results: [{}] }] });
  });
});
