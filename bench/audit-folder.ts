import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin } from './bin.ts';
import { machine } from './machine.ts';
import { watchPeakMemory } from './peak-memory.ts';
import { writeManifests } from './scan-folder.ts';

const root = join(import.meta.dirname, '..');
const each = 100;
const formats = [['text'], ['json'], ['json', '--all'], ['sarif'], ['html']];

/** Audits 600, 6,000 and 60,000 Deployments in files of 100, as the bin starts Node, in processes of their own. */
export async function auditFolder(print: (line: string) => void): Promise<void> {
  for (const files of [6, 60, 600]) {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
    try {
      const bytes = writeManifests(folder, { files, each }, ['apps/v1 Deployment']);
      print(`  ${files * each} Deployments, ${(bytes / 1_000_000).toFixed(1)} MB (${machine()})`);
      for (const format of formats) print(`  ${await auditOnce(folder, format)}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

async function auditOnce(folder: string, format: readonly string[]): Promise<string> {
  const began = performance.now();
  const child = spawn(process.execPath, [...bin, 'audit', '--manifests', folder, '-o', ...format], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const peakMb = watchPeakMemory(child.pid ?? 0);
  let written = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    written += chunk.length;
  });
  await once(child, 'close');
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return `${format.join(' ')}: ${seconds} s, ${peakMb()} MB; ${(written / 1_000_000).toFixed(1)} MB written`;
}
