#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from './process/cache-folder.ts';
import { exitOnClosedPipe } from './process/closed-pipe.ts';

// Before anything else is loaded: from the second run on, compiling and type stripping cost next to nothing.
// Node's own default lies in the system's temporary folder, where another user could plant code.
enableCompileCache(join(cacheFolder(), 'compile'));
for (const stream of [process.stdout, process.stderr]) stream.on('error', exitOnClosedPipe);
const { runCommandLine } = await import('./command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2));
await written(process.stdout);
await written(process.stderr);
// Clients keep sockets open.
process.exit();

/** A pipe takes 64 KB at a time; anyone who exits before the rest is taken loses it. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
