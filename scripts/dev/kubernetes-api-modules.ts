import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mapBounded } from '#procedures/map-bounded.ts';
import { type GoApiType, readGoApiTypes } from './go-api-types.ts';

/** Older tags are no longer on the module proxy. */
export const firstMinor = 17;

/** The modules with kinds that clusters serve, and where in them their packages lie. */
const modules = [
  { path: 'k8s.io/api', packages: '' },
  { path: 'k8s.io/apiextensions-apiserver', packages: 'pkg/apis' },
  { path: 'k8s.io/kube-aggregator', packages: 'pkg/apis' },
];
const parallelism = 4;
const run = promisify(execFile);

/** Every kind of every minor from 1.17 to the one given, oldest first; downloads what Go has not yet. */
export async function readKubernetesApis(
  go: string,
  lastMinor: number,
): Promise<ReadonlyMap<number, readonly GoApiType[]>> {
  const minors = Array.from({ length: lastMinor - firstMinor + 1 }, (_, index) => firstMinor + index);
  const read = await mapBounded(minors, parallelism, async (minor) => {
    const folders = await Promise.all(modules.map(({ path }) => folderOf(go, `${path}@v0.${minor}.0`)));
    const types = modules.flatMap(({ packages }, index) => readModule(join(folders[index] ?? '', packages)));
    return [minor, types] as const;
  });
  return new Map(read);
}

async function folderOf(go: string, module: string): Promise<string> {
  const { stdout } = await run(go, ['mod', 'download', '-json', module], { cwd: '/' });
  const { Dir } = JSON.parse(stdout) as { readonly Dir: string };
  return Dir;
}

function readModule(folder: string): readonly GoApiType[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'register.go')
    .flatMap(({ parentPath }) => {
      const lifecycle = ['zz_generated.prerelease-lifecycle.go', 'lifecycle.go'].map((name) =>
        textOf(join(parentPath, name)),
      );
      return readGoApiTypes(textOf(join(parentPath, 'register.go')), lifecycle.join('\n'));
    });
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
