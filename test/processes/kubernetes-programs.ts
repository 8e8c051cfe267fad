import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '#cli/process/cache-folder.ts';
import { isExecutable } from '#cli/process/find-program.ts';
import { findGo, runGo } from '#cli/process/run-go.ts';

/** What a control plane without machines consists of, and the oracle beside it, by the module that builds it. */
const modules = {
  etcd: { etcd: 'go.etcd.io/etcd/server/v3' },
  kubernetes: {
    'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
    'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
    'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
    kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  },
  kwok: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
} as const;

export type KubernetesProgram = {
  [M in keyof typeof modules]: keyof (typeof modules)[M];
}[keyof typeof modules];

const moduleFolder = join(import.meta.dirname, '..', 'conformance', 'programs');
const packages = Object.entries(modules).flatMap(([module, byName]) =>
  Object.entries(byName).map(([name, path]) => ({ module, name: name as KubernetesProgram, path })),
);

/** Where every one of the programs is, and how they were come by, in words. */
export interface KubernetesPrograms {
  readonly path: (program: KubernetesProgram) => string;
  readonly origin: string;
}

type Log = (line: string) => void;

/**
 * Finds a control plane or builds one: KUBEBUILDER_ASSETS where all of it is there, our cache, Go. null: there is no way,
 * which was said through `log`. What is built comes from the Go modules in test/conformance/programs, into the cache of its version.
 */
export async function bringKubernetesPrograms(
  log: Log,
  env: NodeJS.ProcessEnv = process.env,
): Promise<KubernetesPrograms | null> {
  const assets = env.KUBEBUILDER_ASSETS;
  if (assets !== undefined && missingIn(assets).length === 0)
    return programsIn(assets, 'of KUBEBUILDER_ASSETS');
  if (assets) log(`KUBEBUILDER_ASSETS is passed over: it lacks ${missingIn(assets).join(', ')}.`);
  const cache = join(cacheFolder(env), `kubernetes-v${kubernetesVersion()}`);
  if (missingIn(cache).length === 0) return programsIn(cache, "in Drydock's cache");
  const go = findGo(env);
  if (go === null) {
    log(
      'No Kubernetes control plane: it is neither in KUBEBUILDER_ASSETS nor in the cache, and there is no Go.',
    );
    return null;
  }
  const seconds = await build(go, cache, log, env);
  return programsIn(cache, `built with Go in ${seconds} s`);
}

/** As the Go module names it: "1.36.3". */
export function kubernetesVersion(): string {
  const text = readFileSync(join(moduleFolder, 'kubernetes', 'go.mod'), 'utf8');
  const version = /^\s*k8s\.io\/kubernetes v(\d+\.\d+\.\d+)\b/m.exec(text)?.[1];
  if (version === undefined)
    throw new Error('test/conformance/programs/kubernetes/go.mod names no version of Kubernetes');
  return version;
}

function programsIn(folder: string, origin: string): KubernetesPrograms {
  return { path: (program) => join(folder, program), origin };
}

function missingIn(folder: string): readonly string[] {
  return packages.map(({ name }) => name).filter((name) => !isExecutable(join(folder, name)));
}

async function build(go: string, cache: string, log: Log, env: NodeJS.ProcessEnv): Promise<number> {
  mkdirSync(cache, { recursive: true });
  const wanted = packages.filter(({ name }) => !isExecutable(join(cache, name)));
  const folder = mkdtempSync(join(cache, 'build-'));
  let seconds = 0;
  try {
    for (const { module, name, path } of wanted) {
      log(`Building ${name} with Go, once (all of them: about 10 minutes on 2 cores) ...`);
      const args = [
        'build',
        '-buildvcs=false',
        '-trimpath',
        '-ldflags',
        linkerFlags(),
        '-o',
        join(folder, name),
        path,
      ];
      seconds += await runGo(go, args, {
        cwd: join(moduleFolder, module),
        env: { ...env, CGO_ENABLED: '0', GOWORK: 'off' },
        log,
      });
      renameSync(join(folder, name), join(cache, name));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return seconds;
}

/** Without it /version would say v0.0.0-master. */
function linkerFlags(): string {
  const [major, minor] = kubernetesVersion().split('.');
  const facts = { gitVersion: `v${kubernetesVersion()}`, gitMajor: major, gitMinor: minor };
  const settings = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((path) =>
    Object.entries(facts).map(([name, value]) => `-X ${path}.${name}=${value}`),
  );
  return ['-s', '-w', ...settings].join(' ');
}
