import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { bin } from './bin.ts';
import { machine } from './machine.ts';
import { watchProcess } from './peak-memory.ts';

const root = join(import.meta.dirname, '..');
const rounds = 3;

/** Scans generated clusters from 1,000 to 100,000 objects over TLS, at the gate and in full, each in processes of their own. */
export async function scanGeneratedCluster(print: (line: string) => void): Promise<void> {
  for (const objects of [1_000, 10_000, 50_000, 100_000]) await scanOne(objects, print);
}

async function scanOne(objects: number, print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  const server = spawn(process.execPath, ['bench/serve-cluster.ts', String(objects)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
    writeFileSync(kubeconfig, line, { mode: 0o600 });
    for (const mode of ['gate', 'full']) {
      // The server makes its pages at the first round, which does not count.
      await scanThrough(kubeconfig, mode);
      const runs: Awaited<ReturnType<typeof scanThrough>>[] = [];
      for (let round = 0; round < rounds; round += 1) runs.push(await scanThrough(kubeconfig, mode));
      const { ms, peakMb, cpuSeconds, scan } = runs.toSorted((a, b) => a.ms - b.ms)[Math.floor(rounds / 2)]!;
      const { statistics, verdict } = scan;
      const { requests, pages } = statistics;
      print(
        `${objects} objects, ${mode}: ${(ms / 1000).toFixed(2)} s in all, ${cpuSeconds.toFixed(2)} s of a processor, ${statistics.seconds} s of it scanning, ${peakMb} MB, ${pages} pages and ${requests - pages} requests besides, ${statistics.objects} objects read, ${verdict} (median of ${rounds}; ${machine()})`,
      );
    }
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

async function scanThrough(kubeconfig: string, mode: string) {
  const began = performance.now();
  const args = ['scan', '--kubeconfig', kubeconfig, '--target', '1.37', '--mode', mode, '-o', 'json'];
  const child = spawn(process.execPath, [...bin, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const watched = watchProcess(child.pid ?? 0);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, 'close');
  return { ms: performance.now() - began, ...watched(), scan: JSON.parse(said) as RemovalScan };
}
