import { mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { cacheFolder } from '../process/cache-folder.ts';
import { findOnPath, isExecutable } from '../process/find-program.ts';
import { buildTemporal, firstLine } from './build-temporal.ts';

/** A Temporal CLI that can start a server; `origin` says where it came from. */
export interface TemporalBinary {
  readonly path: string;
  readonly origin: string;
}

export type Log = (line: string) => void;

/**
 * Finds a `temporal` binary or brings one: PATH, our cache, Go's bin folder, the official download, `go install`.
 * Says what it does through `log`. Throws CommandError (69) when there is no way, with what was tried.
 */
export async function bringTemporalBinary(
  log: Log,
  env: NodeJS.ProcessEnv = process.env,
): Promise<TemporalBinary> {
  const found = findTemporalBinary(env);
  if (found !== null) return found;
  const cache = cacheFolder(env);
  mkdirSync(cache, { recursive: true });
  const downloaded = await download(cache, log);
  if (downloaded !== null) return downloaded;
  const built = await buildTemporal(cache, log, env);
  if (built !== null) return built;
  throw new CommandError(
    exitCodes.unavailable,
    'no Temporal server: TEMPORAL_ADDRESS is not set, `temporal` is not on PATH nor in the cache, the download failed, and there is no Go to build it with',
    'install the Temporal CLI (https://docs.temporal.io/cli) or Go, or set TEMPORAL_ADDRESS to a running server',
  );
}

/** What is on this machine already, without any network; null: nothing. */
function findTemporalBinary(env: NodeJS.ProcessEnv = process.env): TemporalBinary | null {
  const onPath = findOnPath('temporal', env);
  if (onPath !== null) return { path: onPath, origin: 'on PATH' };
  const cached = findCached(cacheFolder(env));
  if (cached !== null) return { path: cached, origin: "in Drydock's cache" };
  const goPath = env.GOPATH ?? join(homedir(), 'go');
  const goBin = join(env.GOBIN ?? join(goPath, 'bin'), 'temporal');
  return isExecutable(goBin) ? { path: goBin, origin: "in Go's bin folder" } : null;
}

function findCached(cache: string): string | null {
  const names = listFolder(cache).filter(
    (name) => name === 'temporal' || /^temporal-sdk-typescript-[^.]*[\d.]+$/.test(name),
  );
  return names.map((name) => join(cache, name)).find(isExecutable) ?? null;
}

async function download(cache: string, log: Log): Promise<TemporalBinary | null> {
  log('No Temporal server at hand: downloading the official one ...');
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const environment = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', downloadDir: cache, ttl: '365d' } },
    });
    await environment.teardown();
  } catch (error) {
    log(`The download failed (${firstLine(error)}).`);
  }
  const path = findCached(cache);
  return path === null ? null : { path, origin: 'downloaded' };
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
