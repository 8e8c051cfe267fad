import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync as writeBytes } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';
import { writeTree } from './write-tree.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());
const log = join(files.folder, 'log');
/** Prints what lies beside the chart or kustomization, as the tool would; fails where that is missing. */
const tool = (last: string) =>
  `#!/bin/sh\necho "$@" >> ${log}\ncat > ${log}.stdin\nfor dir in "$@"; do ${last}; done\necho "Error: values.image is required" >&2; exit 1\n`;
const print = 'if [ -f "$dir/printed" ]; then /bin/cat "$dir/printed"; exit 0; fi';
const bin = writeTree(join(files.folder, 'bin'), {
  helm: tool(
    `${print}; case "$dir" in *.tgz) echo "# Source: web/a.yaml"; echo "apiVersion: v1"; echo "kind: ConfigMap"; exit 0;; esac`,
  ),
  kustomize: tool(print),
});
for (const name of ['helm', 'kustomize']) chmodSync(join(bin, name), 0o755);
const nowhere = join(files.folder, 'empty');
mkdirSync(nowhere);
const withTools = `${bin}:/usr/bin:/bin`;

const object = (apiVersion: string, kind: string, name: string, rest = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\n${rest}`;
const old = (name: string) => object('policy/v1beta1', 'PodDisruptionBudget', name);
const template = `{{- if .Values.pdb }}\n${old('{{ .Release.Name }}')}{{- end }}\n`;
const chart = (
  name: string,
  printed: string | null = `---\n# Source: ${name}/templates/pdb.yaml\n${old(name)}`,
) => ({
  [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
  [`charts/${name}/values.yaml`]: 'pdb: true\n',
  [`charts/${name}/templates/pdb.yaml`]: template,
  [`charts/${name}/templates/_helpers.tpl`]: '{{- define "x" }}{{ end }}',
  ...(printed === null ? {} : { [`charts/${name}/printed`]: printed }),
});
let count = 0;
const tree = (content: Readonly<Record<string, string>>) => {
  count += 1;
  return writeTree(join(files.folder, `tree-${count}`), content);
};

async function scan(folder: string, PATH: string, args: readonly string[] = []) {
  files.write('log', '');
  const ran = await runDrydock(['scan', '--target', '1.34', '--manifests', folder, '-o', 'json', ...args], {
    PATH,
  });
  const json = JSON.parse(ran.stdout) as RemovalScan;
  const short = (text: string) => text.replaceAll(`${folder}/`, '');
  return {
    ended: [ran.exitCode, json.verdict],
    found: json.findings.map(({ name, location }) => `${name} ${short(location)}`),
    problems: json.problems.map(({ location, message }) => short(`${location} ${message}`)),
    notRendered: json.notRendered.map(({ location, message }) => short(`${location} ${message}`)),
    skipped: json.statistics.skipped,
    asked: short(readFileSync(log, 'utf8')).trim().split('\n'),
    stdin: () => readFileSync(`${log}.stdin`, 'utf8'),
    stderr: short(ran.stderr),
  };
}

describe('a chart', () => {
  it('is judged as helm renders it, at its templates, for the target, with the values that are given', async () => {
    const folder = tree(chart('web'));
    const values = files.write('values-prod.yaml', 'pdb: true\n');
    expect(await scan(folder, withTools, ['--values', values])).toMatchObject({
      ended: [6, 'BLOCK'],
      found: ['web charts/web/templates/pdb.yaml:1'],
      problems: [],
      notRendered: [],
      asked: [`template web charts/web --include-crds --skip-tests --kube-version 1.34.0 --values ${values}`],
    });
  });

  it('is not refused without helm: one line says how, plain templates and definitions are judged', async () => {
    const folder = tree({
      ...chart('web'),
      ...chart('api'),
      'charts/web/templates/plain.yaml': old('plain'),
      'charts/web/crds/old.yaml': object('apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 'a'),
      'charts/web/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\n',
      'charts/web/charts/db/templates/a.yaml': template,
      'config.yaml': object('v1', 'ConfigMap', 'a'),
    });
    const ran = await scan(folder, nowhere);
    expect(ran.found).toEqual(['a charts/web/crds/old.yaml:1', 'plain charts/web/templates/plain.yaml:1']);
    expect([ran.problems, ran.notRendered.length, ran.skipped]).toEqual([[], 2, 8]);
    expect(ran.stderr).toContain(
      'charts/api, charts/web: not rendered: helm is not on PATH, or --no-render; install it, or pipe',
    );
    expect(
      (await scan(tree({ ...chart('web'), 'a.yaml': object('v1', 'ConfigMap', 'a') }), nowhere)).ended,
    ).toEqual([0, 'PASS']);
    expect((await scan(folder, nowhere, ['--strict'])).ended[0]).toBe(65);
    expect((await scan(folder, nowhere, ['--exclude', 'charts'])).ended).toEqual([0, 'PASS']);
  });

  it('that fails to render does not pass, and is no broken file', async () => {
    const folder = tree({ ...chart('web', null), 'a.yaml': object('v1', 'ConfigMap', 'a') });
    const ran = await scan(folder, withTools);
    expect([ran.ended, ran.problems]).toEqual([[6, 'UNKNOWN'], []]);
    expect(ran.notRendered).toEqual([
      expect.stringContaining(
        'charts/web cannot be rendered: Error: values.image is required; give it what it needs',
      ),
    ]);
    const audit = await runDrydock(['audit', '--manifests', folder, '-o', 'json'], { PATH: withTools });
    expect([audit.exitCode, JSON.parse(audit.stdout).verdict]).toEqual([6, 'UNKNOWN']);
  });

  it('that is a library is not rendered', async () => {
    const folder = tree({ ...chart('lib', null), 'a.yaml': object('v1', 'ConfigMap', 'a') });
    writeTree(folder, { 'charts/lib/Chart.yaml': 'apiVersion: v2\nname: lib\ntype: library\n' });
    expect(await scan(folder, withTools)).toMatchObject({ ended: [0, 'PASS'], asked: [''] });
  });

  it('is known by one of its templates', async () => {
    const folder = tree(chart('web'));
    const ran = await scan(join(folder, 'charts/web/templates/pdb.yaml'), withTools);
    expect(ran.ended).toEqual([6, 'BLOCK']);
  });

  it('that is packed is rendered; another archive in a folder is none of ours', async () => {
    const header = Buffer.alloc(512);
    header.write('web/Chart.yaml');
    header.write('00000000000', 124);
    const packed = gzipSync(Buffer.concat([header, Buffer.alloc(1024)]));
    const folder = tree({ 'a.yaml': object('v1', 'ConfigMap', 'a') });
    writeBytes(join(folder, 'web-1.0.0.tgz'), packed);
    writeBytes(join(folder, 'package.tgz'), gzipSync(Buffer.alloc(1024)));
    const ran = await scan(folder, withTools);
    expect([ran.ended, ran.asked]).toEqual([
      [0, 'PASS'],
      ['template release-name web-1.0.0.tgz --include-crds --skip-tests --kube-version 1.34.0'],
    ]);
  });

  it.each([
    [
      'a HelmRelease of Flux',
      object(
        'helm.toolkit.fluxcd.io/v2',
        'HelmRelease',
        'shop',
        'spec: { targetNamespace: pay, chart: { spec: { chart: ./charts/web, sourceRef: { kind: GitRepository } } }, values: { pdb: false } }\n',
      ),
      'template shop charts/web --include-crds --skip-tests --namespace pay --kube-version 1.34.0 --values -',
      '{"pdb":false}',
    ],
    [
      'an Application of Argo CD',
      object(
        'argoproj.io/v1alpha1',
        'Application',
        'shop',
        'spec: { destination: { namespace: pay }, source: { path: charts/web, helm: { releaseName: "--post-renderer=x", valueFiles: [values.yaml, none.yaml], parameters: [{ name: a, value: b }] } } }\n',
      ),
      'template web charts/web --include-crds --skip-tests --namespace pay --kube-version 1.34.0 --values charts/web/values.yaml --set a=b',
      '',
    ],
    [
      'a HelmRelease of a repository of charts',
      object(
        'helm.toolkit.fluxcd.io/v2',
        'HelmRelease',
        'shop',
        'spec: { chart: { spec: { chart: web, sourceRef: { kind: HelmRepository } } }, values: { a: 1 } }\n',
      ),
      'template web charts/web --include-crds --skip-tests --kube-version 1.34.0',
      '',
    ],
  ])('is installed as %s beside it says', async (_, application, asked, stdin) => {
    const ran = await scan(tree({ ...chart('web'), 'apps/web.yaml': application }), withTools);
    expect([ran.asked, ran.stdin()]).toEqual([[asked], stdin]);
  });
});

describe('a kustomization', () => {
  const kustomize = (text: string) =>
    `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${text}`;
  const shop = {
    'base/kustomization.yaml': kustomize('resources: [pdb.yaml]\n'),
    'base/pdb.yaml': old('base'),
    'overlays/prod/kustomization.yml': kustomize(
      'resources: [../../base]\npatches: [{ path: patch.yaml }]\nconfigMapGenerator: [{ name: a, files: [settings=data.yaml] }]\n',
    ),
    'overlays/prod/patch.yaml': object(
      'apps/v1',
      'Deployment',
      'web',
      'spec: { template: { spec: { hostNetwork: true } } }\n',
    ),
    'overlays/prod/data.yaml': object('v1', 'Pod', 'data', 'spec: []\n'),
    'alone.yaml': object('v1', 'ConfigMap', 'a'),
  };

  it('is judged as it is built, its base and its patches in it alone', async () => {
    const folder = tree({ ...shop, 'overlays/prod/printed': old('prod') });
    expect(await scan(folder, withTools)).toMatchObject({
      ended: [6, 'BLOCK'],
      found: ['prod overlays/prod/kustomization.yml:1'],
      problems: [],
      asked: [`build overlays/prod`],
    });
  });

  it('is judged by its resources, not its patches, without a tool', async () => {
    const ran = await scan(tree(shop), nowhere);
    expect([ran.ended, ran.found, ran.problems]).toEqual([[6, 'BLOCK'], ['base base/pdb.yaml:1'], []]);
    expect(ran.stderr).toContain('neither kustomize nor kubectl is on PATH, or --no-render');
  });

  it('is contained where another names its folder as a resource, not in any other word', async () => {
    const folder = tree({
      'kustomization.yaml': kustomize('namespace: base\nresources: [a.yaml]\n'),
      'a.yaml': old('a'),
      printed: old('a'),
      'base/kustomization.yaml': kustomize('resources: [b.yaml]\n'),
      'base/b.yaml': old('b'),
      'base/printed': old('b'),
    });
    expect((await scan(folder, withTools)).found).toEqual([
      'b base/kustomization.yaml:1',
      'a kustomization.yaml:1',
    ]);
  });

  it('of Flux is an object, whatever its file is called', async () => {
    const flux = object(
      'kustomize.toolkit.fluxcd.io/v1',
      'Kustomization',
      'apps',
      'spec: { path: ./apps }\n',
    );
    const ran = await scan(tree({ 'clusters/kustomization.yaml': flux }), withTools);
    expect([ran.ended, ran.asked]).toEqual([[0, 'PASS'], ['']]);
  });

  it('and a chart are left alone with --no-render', async () => {
    const ran = await scan(tree({ ...shop, ...chart('web') }), withTools, ['--no-render']);
    expect([ran.found, ran.asked, ran.notRendered.length]).toEqual([['base base/pdb.yaml:1'], [''], 2]);
  });

  it.skipIf(spawnSync('kubectl', ['version', '--client']).status !== 0)(
    'is built by kubectl, too',
    async () => {
      const folder = tree({
        ...shop,
        'overlays/prod/kustomization.yml': kustomize('namePrefix: prod-\nresources: [../../base]\n'),
      });
      const kubectl = spawnSync('sh', ['-c', 'dirname $(command -v kubectl)']).stdout.toString().trim();
      const ran = await scan(folder, kubectl, ['--exclude', 'data.yaml', 'patch.yaml']);
      expect(ran.found).toEqual(['prod-base overlays/prod/kustomization.yml:1']);
    },
  );
});
