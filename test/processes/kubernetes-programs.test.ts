import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bringKubernetesPrograms, kubernetesVersion } from './kubernetes-programs.ts';
import { openTemporaryFiles } from './temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

const all = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'kwok'];
/** Seems to build what it is asked for: an executable at the path behind -o. */
const go = `#!/bin/sh
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\n# %s\\n' "$3" > "$2"
chmod +x "$2"
`;
let machines = 0;

interface Machine {
  readonly assets?: readonly string[];
  readonly cached?: readonly string[];
}

/** A machine with these programs in the folder of KUBEBUILDER_ASSETS and in the cache, and with Go. */
function aMachine({ assets = [], cached = [] }: Machine) {
  const root = join(files.folder, `machine-${machines++}`);
  const assetFolder = join(root, 'assets');
  const cache = join(root, 'cache', 'drydock', `kubernetes-v${kubernetesVersion()}`);
  place(assetFolder, assets);
  place(cache, cached);
  place(join(root, 'bin'), ['go'], go);
  const env = {
    PATH: `${join(root, 'bin')}:${process.env.PATH}`,
    XDG_CACHE_HOME: join(root, 'cache'),
    ...(assets.length > 0 && { KUBEBUILDER_ASSETS: assetFolder }),
  };
  return { env, assetFolder, cache };
}

function place(folder: string, names: readonly string[], text = '#!/bin/sh\n'): void {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
}

async function bring({ env }: ReturnType<typeof aMachine>) {
  const said: string[] = [];
  const programs = await bringKubernetesPrograms((line) => said.push(line), env);
  return { programs, said };
}

describe('a Kubernetes control plane is taken from where it is nearest', () => {
  it('KUBEBUILDER_ASSETS before the cache', async () => {
    const machine = aMachine({ assets: all, cached: all });
    const { programs, said } = await bring(machine);
    expect([programs?.path('kwok'), said]).toEqual([join(machine.assetFolder, 'kwok'), []]);
  });

  it('the cache before Go, and before assets that lack something', async () => {
    const machine = aMachine({ assets: ['etcd', 'kube-apiserver', 'kubectl'], cached: all });
    const { programs, said } = await bring(machine);
    expect(programs?.path('etcd')).toBe(join(machine.cache, 'etcd'));
    expect(said).toEqual([
      'KUBEBUILDER_ASSETS is passed over: it lacks kube-controller-manager, kube-scheduler, kwok.',
    ]);
  });

  it('Go builds what the cache lacks, and nothing else, and leaves nothing lying about', async () => {
    const machine = aMachine({ cached: ['etcd', 'kwok'] });
    const { programs, said } = await bring(machine);
    expect(readdirSync(machine.cache).sort()).toEqual(all);
    expect(readFileSync(programs!.path('kubectl'), 'utf8')).toContain('k8s.io/kubernetes/cmd/kubectl');
    expect(said.map((line) => line.split(' ')[1])).toEqual([
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
      'kubectl',
    ]);
  });
});
