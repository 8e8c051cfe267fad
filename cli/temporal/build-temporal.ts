import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findGo, runGo } from '../process/run-go.ts';

/** The newest release that `go install` can build as a module (later ones carry a replace directive). */
const [goModule, goPackage, version] = ['github.com/temporalio/cli', 'cmd/temporal', 'v1.5.1'];
/** Of that release's sources, as Go's checksum database has it. */
const checksum = 'h1:0RZMk14BWxz44Xg6ciDQvpfAMffoG3J7/K03ql80teY=';

/** Builds Temporal's CLI into the cache, whatever proxy the sources came from; null: there is no Go, or it failed (logged). */
export async function buildTemporal(
  cache: string,
  log: (line: string) => void,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly path: string; readonly origin: string } | null> {
  const go = findGo(env);
  if (go === null) return null;
  const wanted = `${goModule}/${goPackage}@${version}`;
  log(`Building the server with Go: go install ${wanted} (about 4 minutes, once) ...`);
  const folder = join(cache, `build-${process.pid}`);
  try {
    const seconds = await runGo(go, ['install', wanted], { env: { ...env, GOBIN: folder }, log });
    const built = join(folder, 'temporal');
    checkSources(execFileSync(go, ['version', '-m', built], { env, encoding: 'utf8' }));
    const path = join(cache, 'temporal');
    renameSync(built, path);
    return { path, origin: `built with Go in ${seconds} s` };
  } catch (error) {
    log(`The build failed (${firstLine(error)}).`);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws an Error where the program was built from other sources. */
function checkSources(buildInfo: string): void {
  const found = buildInfo.split('\n').find((line) => line.includes(`\tmod\t${goModule}\t`)) ?? 'nothing';
  if (found.trim().split('\t').slice(2).join(' ') !== `${version} ${checksum}`)
    throw new Error(`its sources are not those of ${goModule} ${version}: ${found.trim()}`);
}

/** Without the causes that a message repeats, each with its URL. */
export function firstLine(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  return [...new Set(line.split(': '))].join(': ');
}
