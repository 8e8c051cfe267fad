#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

// Before anything else is loaded: from the second run on, compiling and type stripping cost next to nothing.
// Node's own default lies in the system's temporary folder, where another user could plant code.
enableCompileCache(join(cacheFolder(), 'compile'));
process.stdout.on('error', leaveWhenNobodyReads);
const { runCommandLine } = await import('./command-line.ts');
process.exitCode = await runCommandLine(process.argv.slice(2));
// Clients keep sockets open; whatever was to be written is written (pipes and files are synchronous).
process.exit();

function leaveWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}
