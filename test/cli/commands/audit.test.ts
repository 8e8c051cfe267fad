import { afterAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { aPod } from '../../builders/a-pod.ts';
import { aNamespace, anAzureCluster, anAzurePool, blocksFor } from '../../builders/an-audited-cluster.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const files = openTemporaryFiles();
afterAll(() => files.remove());

const json = (name: string, items: readonly object[]) =>
  files.write(name, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));

const good = json('good.json', [
  aNamespace('default'),
  aNamespace('shop'),
  aPod(),
  ...blocksFor('default', 'shop'),
]);
const rooted = json('rooted.json', [aPod({ context: { runAsUser: 0 }, metadata: { name: 'root' } })]);
const misspelled = json('misspelled.json', [
  aPod({ context: { privileged: 'true' }, metadata: { name: 'odd' } }),
]);
const cluster = files.write('cluster.json', JSON.stringify(anAzureCluster()));
const pools = files.write('pools.json', JSON.stringify([anAzurePool({ enableNodePublicIp: true })]));

async function audit(args: readonly string[]) {
  const ran = await runDrydock(['audit', ...args, '-o', 'json']);
  return { ...ran, json: JSON.parse(ran.stdout) as AuditReport };
}

const statusOf = ({ controls }: AuditReport, id: string) => controls.find((each) => each.id === id)?.status;

describe('drydock audit', () => {
  it('ends with 0 where nothing fails, and lists every pod', async () => {
    const { exitCode, json: said } = await audit(['--manifests', good]);
    expect([exitCode, said.verdict]).toEqual([0, 'PASS']);
    expect(said.pods).toEqual([
      {
        location: expect.stringMatching(/good\.json:\d+$/),
        kind: 'Pod',
        namespace: 'shop',
        name: 'web',
        allowed: { baseline: true, restricted: true },
        violations: [],
      },
    ]);
  });

  it('passes a ConfigMap alone: only the namespaces that the input holds are judged', async () => {
    const alone = json('config.json', [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }]);
    const { exitCode, json: said } = await audit(['--manifests', alone]);
    expect([exitCode, said.verdict]).toEqual([0, 'PASS']);
  });

  it('ends with 6 where a control fails, and names the container', async () => {
    const { exitCode, json: said } = await audit(['--manifests', good, rooted]);
    expect(exitCode).toBe(6);
    expect(said.controls.find(({ id }) => id === 'SB-POD-03')).toMatchObject({
      status: 'FAIL',
      evidence: [
        { resource: 'Pod/shop/root', container: 'main', reason: 'it runs as uid 0', severity: 'medium' },
      ],
    });
    expect(said.pods[1]?.violations).toEqual([
      {
        level: 'restricted',
        check: 'runAsUser',
        reason: 'runAsUser=0 (container "main" must not set runAsUser=0)',
      },
    ]);
  });

  it.each([
    ['of a document', '# c\n---\napiVersion: v1\nkind: Pod\n', 0],
    ['of an item of a list', 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n', 2],
    ['of an item of a bare list', '- apiVersion: v1\n  kind: Pod\n', 2],
  ])('names file, line and column of a value %s', async (name, head, indent) => {
    const rest = [
      'metadata: { name: web, namespace: shop }',
      'spec:',
      '  containers: [{ name: main }]',
      '  volumes:',
      '  - name: sock',
      '    hostPath: { path: /var/run/docker.sock }',
    ];
    const text = head + rest.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
    const file = files.write(`place-${name.replaceAll(' ', '-')}.yaml`, text);
    const { stdout } = await runDrydock(['audit', '--manifests', file, '--control', 'SB-POD-01']);
    const line = head.split('\n').length - 1 + rest.length;
    expect(stdout).toContain('volume "sock" is hostPath /var/run/docker.sock');
    expect(stdout).toContain(`Pod/web spec.volumes[0].hostPath.path ${file}:${line}:${23 + indent}`);
  });

  it('ends with 65 where a pod has a value of a wrong type, which is never allowed', async () => {
    const { exitCode, json: said } = await audit(['--manifests', good, misspelled]);
    expect(exitCode).toBe(65);
    expect(said.pods.map(({ name }) => name)).toEqual(['web']);
    expect(said.problems).toEqual([
      {
        location: expect.stringMatching(/misspelled\.json:\d+$/),
        message:
          'Pod/shop/odd: spec.containers[0].securityContext.privileged: expected true or false, got "true"',
      },
    ]);
  });

  it('requires restricted of every pod where the flag says so', async () => {
    const lax = json('lax.json', [aPod({ context: { capabilities: {} }, metadata: { name: 'lax' } })]);
    expect(statusOf((await audit(['--manifests', lax])).json, 'SB-POD-05')).toBe('PASS');
    expect(statusOf((await audit(['--manifests', lax, '--pss-level', 'restricted'])).json, 'SB-POD-05')).toBe(
      'FAIL',
    );
  });

  it('takes what az prints, cluster and pools', async () => {
    const { json: said } = await audit(['--manifests', good, '--arm', cluster, '--arm', pools]);
    expect(statusOf(said, 'SB-ENT-01')).toBe('PASS');
    expect(statusOf(said, 'SB-NODE-02')).toBe('FAIL');
  });

  it('leaves out what a waiver accepts, and names waivers that do nothing', async () => {
    const waiver = (control: string) =>
      `  - { control: ${control}, reason: r, owner: shop, approver: security, expires: ${soon} }\n`;
    const ids = ['SB-POD-03', 'SB-POD-05', 'SB-POD-07'].map(waiver).join('');
    const waivers = files.write(
      'waivers.yaml',
      `apiVersion: drydock.dev/v1\nkind: Waivers\ncontrols:\n${ids}`,
    );
    const { exitCode, json: said, stderr } = await audit(['--manifests', good, rooted, '--waivers', waivers]);
    expect([exitCode, statusOf(said, 'SB-POD-03')]).toEqual([0, 'WAIVED']);
    expect(stderr).toContain('The waiver of shop for SB-POD-07 has no effect: it matches no finding.');
  });

  it('lets an object waive itself where the file allows it, and names it in every format', async () => {
    const pod = (note: string) =>
      `apiVersion: v1\nkind: Pod\n# drydock.dev/waive: ${note}\nmetadata: { name: self, namespace: shop }\nspec: { securityContext: { runAsUser: 0 }, containers: [{ name: main, image: a.io/b:1 }] }\n`;
    const script = 'data:\n  run: |\n    # drydock.dev/waive: SB-POD-03, until 2027-01-01, text\n';
    const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n${script}`;
    const list =
      '- apiVersion: v1\n  kind: ConfigMap\n  # drydock.dev/waive: SB-POD-03, until 2027-01-01, list\n';
    const self = files.write(
      'self.yaml',
      [pod(`SB-POD-03, until ${soon}, it binds port 80`), map, list].join('---\n'),
    );
    const head = 'apiVersion: drydock.dev/v1\nkind: Waivers\n';
    const allow = files.write('allow.yaml', `${head}inObject: { allow: [SB-POD-03], approver: security }\n`);
    const args = ['--manifests', self, '--control', 'SB-POD-03'];
    const refused = await audit(args);
    expect([refused.exitCode, statusOf(refused.json, 'SB-POD-03')]).toEqual([6, 'FAIL']);
    expect(refused.json.voidWaivers.map(({ why }) => why)).toContain(
      'the waiver file does not allow it (inObject)',
    );
    const allowed = await audit([...args, '--waivers', allow]);
    expect([allowed.exitCode, statusOf(allowed.json, 'SB-POD-03')]).toEqual([0, 'WAIVED']);
    expect(allowed.json.voidWaivers).toHaveLength(1);
    for (const format of ['text', 'json', 'sarif', 'md', 'html']) {
      const { stdout } = await runDrydock(['audit', ...args, '--waivers', allow, '-o', format]);
      expect(stdout, format).toContain('it binds port 80');
      expect(stdout, format).toContain('it stands beside no object that has a name');
    }
  });

  const nothing: readonly (readonly [string, readonly string[], number])[] = [
    ['an empty list', [json('empty.json', [])], 6],
    ['a file without an object', [files.write('values.yaml', 'replicas: 2\n')], 6],
    ['only what cannot be read', [files.write('cut.yaml', 'apiVersion: v1\nkind: Pod\nspec: [\n')], 65],
    ['only what is excluded', [good, '--exclude', '*.json'], 6],
    ['a namespace in which nothing is', [good, '--namespace', 'nowhere'], 6],
    ['such a namespace, whatever would fail', [rooted, '--namespace', 'nowhere', '--fail-on', 'critical'], 6],
    ['such a namespace of one control', [good, '--namespace', 'nowhere', '--control', 'SB-POD-03'], 6],
  ];
  it.each(nothing)('calls %s UNKNOWN in every output, and no control PASS', async (_, args, exitCode) => {
    const shown = await Promise.all(
      ['text', 'json', 'sarif', 'md'].map((output) =>
        runDrydock(['audit', '--manifests', ...args, '-o', output]),
      ),
    );
    expect(shown.map((each) => each.exitCode)).toEqual([exitCode, exitCode, exitCode, exitCode]);
    for (const { stdout, stderr } of shown) {
      expect(stderr).toContain('Nothing was judged: ');
      expect(stdout).toContain('nothing was judged: ');
      expect(stdout).not.toMatch(/\bPASS\b/);
    }
    const [text, said, , md] = shown.map(({ stdout }) => stdout);
    expect(text).toContain('UNKNOWN: nothing was judged');
    expect(JSON.parse(said ?? '')).toMatchObject({ verdict: 'UNKNOWN' });
    expect(md).toContain('### Security audit: UNKNOWN');
  });

  it.each(['text', 'md'])('calls what is read in part INCOMPLETE, not PASS, in %s', async (output) => {
    const { exitCode, stdout } = await runDrydock(['audit', '--manifests', good, misspelled, '-o', output]);
    expect([exitCode, stdout]).toEqual([65, expect.stringContaining('INCOMPLETE')]);
    expect(stdout).not.toContain('PASS:');
    const { json } = await audit(['--manifests', good, misspelled]);
    expect(json).toMatchObject({ verdict: 'UNKNOWN', unknown: '1 part of the input could not be read' });
  });

  it('counts what is of unknown kinds, and refuses it with --strict', async () => {
    const fleet = json('fleet.json', [
      {
        apiVersion: 'example.com/v1',
        kind: 'Fleet',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } },
      },
    ]);
    const lenient = await audit(['--manifests', good, fleet]);
    expect(lenient.json.input).toMatchObject({ unknownKinds: ['Fleet/shop/web'] });
    const { stdout } = await runDrydock(['audit', '--manifests', good, fleet]);
    expect(stdout).toContain('; not judged: 1 pod template of unknown kinds');
    const strict = await audit(['--manifests', good, fleet, '--strict']);
    expect([lenient.exitCode, strict.exitCode, strict.json.problems]).toEqual([
      0,
      65,
      [
        {
          location: `${fleet}:1`,
          message: 'Fleet/shop/web: its kind is unknown: no control has judged its pod template',
        },
      ],
    ]);
  });

  it('ends with 65 where a template is none, names it, and judges the rest; a bare list is read as one', async () => {
    const broken = files.write(
      'broken.yaml',
      '- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: web}\n  spec: {template: none}\n- {apiVersion: v1, kind: Namespace, metadata: {name: pay}}\n- none\n',
    );
    const { exitCode, json: said } = await audit(['--manifests', good, broken]);
    expect([exitCode, said.verdict, said.pods.map(({ name }) => name)]).toEqual([65, 'FAIL', ['web']]);
    expect(said.controls.flatMap(({ evidence }) => evidence.map(({ resource }) => resource))).toContain(
      'Namespace/pay',
    );
    expect(said.problems).toEqual([
      { location: `${broken}:1`, message: 'Deployment/web: spec.template: expected an object, got "none"' },
      { location: `${broken}:6`, message: 'item 3 of the list: not an object' },
    ]);
  });

  it('says once which kinds with templates of pods were not judged', async () => {
    const fleet = {
      apiVersion: 'example.com/v1',
      kind: 'Fleet',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { template: { spec: { hostNetwork: true, containers: [{ name: 'main' }] } } },
    };
    const { exitCode, stderr } = await audit(['--manifests', good, json('fleet.json', [fleet])]);
    expect([exitCode, stderr.match(/Fleet\/shop\/web/g)]).toEqual([0, ['Fleet/shop/web']]);
  });

  it('places a namespace that no file defines at the first pod in it', async () => {
    const bare = json('bare.json', [aPod({ metadata: { namespace: undefined } })]);
    const alone = await runDrydock([
      'audit',
      '--manifests',
      bare,
      json('more.json', [aNamespace('pay')]),
      '-o',
      'sarif',
    ]);
    const results = JSON.parse(alone.stdout).runs[0].results as readonly {
      message: { text: string };
      locations: object[];
    }[];
    const ofDefault = results.find(({ message }) => message.text.includes('Namespace/default:'));
    expect(ofDefault?.locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: expect.stringMatching(/bare\.json$/) } } },
    ]);
  });

  it('refuses a waiver of a control that there is none of', async () => {
    const waivers = files.write(
      'unknown.yaml',
      `apiVersion: drydock.dev/v1\nkind: Waivers\ncontrols:\n  - { control: SB-PDO-03, reason: r, owner: o, approver: a, expires: ${soon} }\n`,
    );
    const { exitCode, stderr } = await runDrydock(['audit', '--manifests', good, '--waivers', waivers]);
    expect([exitCode, stderr]).toEqual([
      65,
      expect.stringMatching(/unknown\.yaml:4:\d+.*did you mean SB-POD-03\?/),
    ]);
  });

  it.each([
    ['an engine that is none', ['--network-policy-engine', 'flannel'], 64],
    ['a policy version that is none', ['--pss-version', 'newest'], 64],
    ['a target that is none', ['--target', 'next'], 64],
    ['a target below the version that the cluster runs', ['--arm', cluster, '--target', '1.35'], 64],
    ['a file that is not JSON', ['--arm', files.write('not.json', 'name: aks-1')], 65],
    ['JSON that is no cluster', ['--arm', good], 65],
    ['more than one cluster', ['--arm', cluster, '--arm', cluster], 65],
  ])('refuses %s', async (_, args, exitCode) => {
    expect((await runDrydock(['audit', '--manifests', good, ...args])).exitCode).toBe(exitCode);
  });
});
