#!/usr/bin/env -S node --heap-growing-percent=40 --max-semi-space-size=2 --no-concurrent-recompilation
// The bin, of the repository and of the npm package. In the repository, Drydock runs on the Node that came with `npm ci`: older ones
// read no TypeScript, and npx puts that Node on the PATH only where it is called from the project's folder. The package has JavaScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The flags of the first line keep V8 from letting garbage pile up to several times what is live: half the memory of a plan
// of 300 clusters (docs/measurements.md). Threads that compile beside the main one hold 6 MB. The flags count on Node's command line only.
const sources = new URL('drydock.ts', import.meta.url);
const isPackage = !existsSync(sources);
const program = isPackage ? new URL('../lib/cli/drydock.js', import.meta.url) : sources;
const least = isPackage ? [22, 19] : [24, 0];
const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (isAtLeast(least)) {
  await keepCompiled();
  await import('./process/one-signal.mjs');
  if (process.env.npm_command !== undefined) await import('./process/end-with-parent.mjs');
  await import(program.href);
} else if (!isPackage && existsSync(node)) await runWith(node);
else {
  process.stderr.write(
    `error: Drydock runs on Node ${least.join('.')} or newer, and this is ${process.versions.node}\n`,
  );
  if (!isPackage) process.stderr.write('  next: npm ci in its folder brings the right one\n');
  process.exitCode = 69;
}

function isAtLeast([major, minor]) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/**
 * Before any TypeScript is loaded, as drydock.ts does for what it loads itself: Node's type stripper alone takes 45 ms of a processor
 * and 14 MB. The folder is that of process/cache-folder.ts, which is TypeScript.
 */
async function keepCompiled() {
  const { enableCompileCache } = await import('node:module');
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  enableCompileCache(join(cache, 'drydock', 'compile'));
}

async function runWith(command) {
  if (process.env.npm_command !== undefined) await import('./process/end-with-parent.mjs');
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(command, args, { stdio: 'inherit' });
  // Ctrl-C at a terminal reaches both; one-signal.mjs drops the copy.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
