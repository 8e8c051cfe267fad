import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { controlIds } from '#domain/audit/control/control-ids.ts';
import { isInProfile, usualProfile } from '#domain/audit/control/profiles.ts';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { aPod, workloadsOf } from '../../builders/a-pod.ts';
import { aNamespace, blocksFor } from '../../builders/an-audited-cluster.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());
const json = (name: string, items: readonly object[]) =>
  files.write(name, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
const rooted = (name: string) => aPod({ context: { runAsUser: 0 }, metadata: { name } });
const home = [aNamespace('shop'), ...blocksFor('shop')];
const before = json('before.json', [...home, rooted('one'), rooted('two')]);
const after = json('after.json', [...home, rooted('two'), rooted('three')]);
const budget = (name: string, apiVersion: string, namespace = 'shop') => ({
  apiVersion,
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace },
});
const old = json('old.json', [budget('a', 'policy/v1beta1'), budget('b', 'policy/v1beta1', 'pay')]);

async function run<T>(args: readonly string[]) {
  const ran = await runDrydock([...args, '-o', 'json']);
  return { ...ran, json: (ran.stdout === '' ? null : JSON.parse(ran.stdout)) as T };
}
const every = controlIds.filter((id) => isInProfile(id, usualProfile)).length;
const audit = (...args: readonly string[]) => run<AuditReport>(['audit', '--manifests', ...args]);
const scan = (...args: readonly string[]) =>
  run<RemovalScan>(['scan', '--target', '1.25', '--manifests', ...args]);

describe('the findings of an audit that count', () => {
  it.each<[readonly string[], number, string, number]>([
    [[], 6, 'FAIL', every],
    [['--control', 'sb-pod-02', 'SB-POD-01'], 0, 'PASS', 2],
    [['--control', 'SB-POD-03'], 6, 'FAIL', 1],
    [['--benchmark', 'cis-kubernetes/5.2.7'], 6, 'FAIL', 2],
    [['--benchmark', 'mitre/t1046', 'cis-aks/4.5'], 0, 'PASS', 3],
    [['--benchmark', 'nsa', '--control', 'SB-POD-13', 'SB-WL-06'], 6, 'FAIL', 1],
    [['--area', 'network'], 0, 'PASS', 7],
    [['--namespace', 'pay'], 6, 'UNKNOWN', every],
    [['--control', 'SB-POD-01', '--namespace', 'shop', 'shpo'], 6, 'UNKNOWN', 1],
    [['--severity', 'high'], 0, 'PASS', every],
    [['--severity', 'medium'], 6, 'FAIL', every],
    [['--fail-on', 'high'], 0, 'FAIL', every],
    [['--fail-on', 'medium'], 6, 'FAIL', every],
  ])('with %j end with %i, %s, %i controls', async (args, exitCode, verdict, controls) => {
    const ran = await audit(before, ...args);
    expect([ran.exitCode, ran.json.verdict, ran.json.controls.length]).toEqual([exitCode, verdict, controls]);
  });

  it('stand beside the items of a benchmark', async () => {
    const ran = await audit(before, '--benchmark', 'cis-aks/4.6');
    expect(ran.json.items).toMatchObject([
      { item: 'cis-aks/4.6.1', status: 'NOT_JUDGED', why: 'manual' },
      { item: 'cis-aks/4.6.2', status: 'FAIL', why: null },
      { item: 'cis-aks/4.6.3', status: 'NOT_JUDGED', why: 'not yet' },
    ]);
    const text = await runDrydock(['audit', '--manifests', before, '--benchmark', 'cis-aks/4.6']);
    expect(text.stdout).toMatch(/^cis-aks\/4\.6\.2 +FAIL +Apply Security Context .*SB-POD-13/m);
  });

  it('become patches, and what has none says why', async () => {
    const bare = json('bare.json', [
      aPod({ metadata: { name: "it's # one\nname: x" }, container: { securityContext: {} } }),
      ...workloadsOf(aPod({ container: { securityContext: {} } })).slice(2, 3),
    ]);
    const ran = await runDrydock(['audit', '--manifests', bare, '--fix', '--profile', 'strict']);
    expect(ran.exitCode).toBe(6);
    const documents = ran.stdout.split('\n---\n').map((each) => each.split('\n'));
    expect(documents.map(([about]) => about)).toEqual([
      expect.stringContaining(': SB-POD-02, SB-POD-04, SB-POD-15'),
      `# Deployment/shop/web (${bare}:1): SB-POD-02, SB-POD-04, SB-POD-15`,
    ]);
    expect(documents[0]?.[1]).toMatch(/^# pods that are there cannot be changed/);
    expect(documents[1]?.[1]).toBe(
      '# kubectl patch deployment.apps web --namespace shop --type strategic --patch-file FILE',
    );
    expect(ran.stderr).toContain('2 patches; try each before it is applied');
    expect(ran.stderr).toContain(
      'No patch for SB-POD-13 (2): a program that writes to its own file system would fail.',
    );
    const { json: answer } = await audit(bare, '--fix', '--control', 'SB-POD-02');
    expect(answer.fixes?.map(({ type, controls }) => [type, controls])).toEqual([
      ['strategic', ['SB-POD-02']],
      ['strategic', ['SB-POD-02']],
    ]);
  });

  it.each([
    [['--kubeconfig', 'k', '--fix'], '--fix makes patches of manifests'],
    [['--manifests', before, '--fix', '-o', 'sarif'], '--fix writes YAML or JSON, not sarif'],
    [['--fleet', '--fix'], '--fix'],
  ])('become no patches with %j', async (args, why) => {
    const ran = await runDrydock(['audit', ...args]);
    expect([ran.exitCode, ran.stdout]).toEqual([64, '']);
    expect(ran.stderr).toContain(why);
  });

  it('do not matter for the coverage of benchmarks', async () => {
    const ran = await run<{ readonly benchmarks: readonly object[] }>(['audit', '--coverage']);
    expect([ran.exitCode, ran.json.benchmarks.length]).toEqual([0, 4]);
    const { exitCode, stdout } = await runDrydock(['audit', '--coverage', '--benchmark', 'cis-aks/4.5']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Benchmark 1.7: 1 of 2 items judged; not judged: 1 manual');
    expect(stdout).toMatch(/^ +4\.5\.1 +Prefer .* SB-POD-14$/m);
  });

  it('are those that are not in the baseline; gone ones are named, and SARIF has the same fingerprints', async () => {
    const file = join(files.folder, 'audit-baseline.json');
    const written = await audit(before, '--write-baseline', file);
    expect([written.exitCode, written.json.verdict, written.json.baseline]).toEqual([
      0,
      'PASS',
      { known: 2, gone: [] },
    ]);
    const { findings } = JSON.parse(readFileSync(file, 'utf8')) as { findings: { fingerprint: string }[] };
    expect(findings).toEqual([
      { fingerprint: 'SB-POD-03|Pod/shop/one|main|runAsUser=0', level: 'fail medium' },
      { fingerprint: 'SB-POD-03|Pod/shop/two|main|runAsUser=0', level: 'fail medium' },
    ]);
    const same = await audit(before, '--baseline', file);
    expect([same.exitCode, same.json.verdict]).toEqual([0, 'PASS']);
    const later = await audit(after, '--baseline', file);
    expect([later.exitCode, later.json.baseline]).toEqual([
      6,
      { known: 1, gone: ['SB-POD-03|Pod/shop/one|main|runAsUser=0'] },
    ]);
    expect(
      later.json.controls.flatMap(({ evidence }) =>
        evidence.flatMap(({ outcome, resource }) => (outcome === 'fail' ? resource : [])),
      ),
    ).toEqual(['Pod/shop/three']);
    const sarif = await runDrydock(['audit', '--manifests', before, '-o', 'sarif']);
    const { results } = JSON.parse(sarif.stdout).runs[0];
    expect(results.map((each: { partialFingerprints: object }) => each.partialFingerprints)).toEqual(
      findings.map(({ fingerprint }) => ({ 'drydockControl/v1': fingerprint })),
    );
    const text = await runDrydock(['audit', '--manifests', after, '--baseline', file]);
    expect(text.stdout).toContain('Gone since the baseline: SB-POD-03 Pod/shop/one main runAsUser=0');
    expect(text.stdout).toContain('; 1 known (baseline)');
  });

  it('are those of another violation of an object that the baseline knows', async () => {
    const pod = (name: string, more: string, path = '/srv') =>
      files.write(
        name,
        `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {${more}volumes: [{name: a, hostPath: {path: ${path}}}], containers: [{name: main, image: a@sha256:1}]}}`,
      );
    const file = join(files.folder, 'worse-baseline.json');
    const [first, renamed, worse, exchanged] = [
      pod('worse-1.yaml', ''),
      pod('renamed.yaml', '\n\n'),
      pod('worse-3.yaml', 'hostPID: true, hostNetwork: true, '),
      pod('worse-4.yaml', '', '/data'),
    ];
    await runDrydock(['audit', '--manifests', first, '--write-baseline', file]);
    const judged = async (path: string) =>
      (await runDrydock(['audit', '--manifests', path, '--baseline', file, '--control', 'SB-POD-01']))
        .exitCode;
    expect(await Promise.all([first, renamed, worse, exchanged].map(judged))).toEqual([0, 0, 6, 6]);
  });

  it.each([
    [['--control', 'SB-PDO-01'], 64, '--control "SB-PDO-01" does not exist'],
    [['--benchmark', 'cis'], 64, '--benchmark "cis" does not exist'],
    [['--benchmark', 'cis-aks/9.1'], 64, '--benchmark "cis-aks/9.1" does not exist'],
    [['--benchmark', 'cis-aks/4.5.2'], 64, 'no control judges --benchmark cis-aks/4.5.2 (manual)'],
    [
      ['--benchmark', 'nsa', '--control', 'SB-WL-06'],
      64,
      'no control judges --benchmark nsa of --control SB-WL-06',
    ],
    [['--coverage', '--benchmark', 'cis'], 64, '--benchmark "cis" does not exist'],
    [['--area', 'pods'], 64, '--area "pods" does not exist'],
    [['--severity', 'bad'], 64, 'bad'],
    [['--baseline', old], 65, 'is not a baseline of audit findings'],
    [['--baseline', 'nowhere.json'], 65, 'nowhere.json cannot be read'],
  ])('are not guessed from %j', async (args, exitCode, words) => {
    const ran = await audit(before, ...args);
    expect([ran.exitCode, ran.stderr]).toEqual([exitCode, expect.stringContaining(words)]);
  });
});

describe('the findings of a scan that count', () => {
  it.each<[readonly string[], number, string, number]>([
    [[], 6, 'BLOCK', 2],
    [['--namespace', 'pay'], 6, 'BLOCK', 1],
    [['--namespace', 'other'], 6, 'UNKNOWN', 0],
    [['--target', '1.24', '--severity', 'block', '--namespace', 'pay', 'pya'], 6, 'UNKNOWN', 0],
    [['--control', 'deprecated-api'], 0, 'PASS', 0],
    [['--control', 'removed-api'], 6, 'BLOCK', 2],
    [['--severity', 'block'], 6, 'BLOCK', 2],
    [['--target', '1.24', '--severity', 'block'], 0, 'PASS', 0],
    [['--target', '1.24', '--fail-on', 'warn'], 6, 'WARN', 2],
    [['--target', '1.24', '--fail-on', 'block'], 0, 'WARN', 2],
  ])('with %j end with %i, %s, %i findings', async (args, exitCode, verdict, findings) => {
    const ran = await scan(old, ...args);
    expect([ran.exitCode, ran.json.verdict, ran.json.findings.length]).toEqual([exitCode, verdict, findings]);
  });

  it('are those that are not in the baseline, whatever their file is called; what became worse is new', async () => {
    const file = join(files.folder, 'scan-baseline.json');
    expect((await scan(old, '--write-baseline', file)).exitCode).toBe(0);
    const moved = json('moved.json', [budget('b', 'policy/v1beta1', 'pay'), budget('a', 'policy/v1')]);
    const later = await scan(moved, '--baseline', file);
    expect([later.exitCode, later.json.verdict, later.json.baseline]).toEqual([
      0,
      'PASS',
      { known: 1, gone: ['removed-api|policy/v1beta1|PodDisruptionBudget|shop|a'] },
    ]);
    await scan(old, '--target', '1.24', '--write-baseline', file);
    expect((await scan(old, '--baseline', file)).exitCode).toBe(6);
  });
});
