import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bringTemporalBinary } from '#cli/temporal/temporal-binary.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

let machines = 0;

/** A machine with programs at these places and nothing else. */
function aMachine(...places: readonly ('path' | 'cache' | 'download' | 'gopath')[]) {
  const root = join(files.folder, `machine-${machines++}`);
  const where = {
    path: join(root, 'bin', 'temporal'),
    cache: join(root, 'cache', 'drydock', 'temporal'),
    download: join(root, 'cache', 'drydock', 'temporal-sdk-typescript-1.24.0'),
    gopath: join(root, 'go', 'bin', 'temporal'),
  };
  for (const place of places) {
    mkdirSync(dirname(where[place]), { recursive: true });
    writeFileSync(where[place], '#!/bin/sh\n');
    chmodSync(where[place], 0o755);
  }
  const env = { PATH: join(root, 'bin'), XDG_CACHE_HOME: join(root, 'cache'), GOPATH: join(root, 'go') };
  return { where, env };
}

describe('the Temporal server is taken from where it is nearest', () => {
  it.each([
    ['PATH before all else', ['path', 'cache', 'gopath'], 'path'],
    ['our cache before what Go has built', ['cache', 'gopath'], 'cache'],
    ['a download of an earlier run', ['download', 'gopath'], 'download'],
    ["Go's bin folder before any network", ['gopath'], 'gopath'],
  ] as const)('%s', async (_case, places, nearest) => {
    const { where, env } = aMachine(...places);
    const said: string[] = [];
    const binary = await bringTemporalBinary((line) => said.push(line), env);
    expect({ path: binary.path, said }).toEqual({ path: where[nearest], said: [] });
  });
});
