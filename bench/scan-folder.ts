import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machine } from './machine.ts';
import { watchPeakMemory } from './peak-memory.ts';

const root = join(import.meta.dirname, '..');
const rounds = 5;
const kinds = [
  ...Array.from({ length: 8 }, () => 'apps/v1 Deployment'),
  'batch/v1beta1 CronJob',
  'policy/v1beta1 PodDisruptionBudget',
];

/** Scans 10,000 documents in 1,000 files, then one file of 50 MB, each in processes of their own. */
export async function scanFolder(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  try {
    const bytes = writeManifests(folder, { files: 1_000, each: 10 }, kinds);
    await measure(`10,000 documents in 1,000 files, ${megabytes(bytes)} MB`, folder, print);
    const one = join(folder, 'one.list');
    const large = Array.from({ length: 55_000 }, (_, index) => manifest(index, kinds)).join('---\n');
    writeFileSync(one, large);
    await measure(`55,000 documents in one file, ${megabytes(large.length)} MB`, one, print);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(title: string, path: string, print: (line: string) => void): Promise<void> {
  const runs: { readonly ms: number; readonly peakMb: number; readonly said: string }[] = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await scanOnce(path));
  const { ms, peakMb, said } = runs.toSorted((a, b) => a.ms - b.ms)[Math.floor(rounds / 2)]!;
  print(`${title}: ${(ms / 1000).toFixed(2)} s, ${peakMb} MB (median of ${rounds}; ${machine()})`);
  print(`  ${said}`);
}

async function scanOnce(path: string) {
  const began = performance.now();
  const args = ['cli/drydock.ts', 'scan', '--manifests', path, '--target', '1.25', '-o', 'md'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const peakMb = watchPeakMemory(child.pid ?? 0);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, 'close');
  return { ms: performance.now() - began, peakMb: peakMb(), said: /^BLOCK for .*$/m.exec(said)?.[0] ?? said };
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

/** As many files of as many documents each; the answer is how many bytes they have. */
export function writeManifests(
  folder: string,
  { files, each }: { readonly files: number; readonly each: number },
  ofKinds: readonly string[],
): number {
  let bytes = 0;
  for (let file = 0; file < files; file += 1) {
    const documents = Array.from({ length: each }, (_, index) => manifest(file * each + index, ofKinds));
    const text = documents.join('---\n');
    bytes += text.length;
    writeFileSync(join(folder, `app-${String(file).padStart(4, '0')}.yaml`), text);
  }
  return bytes;
}

function manifest(index: number, ofKinds: readonly string[]): string {
  const [apiVersion, kind] = ofKinds[index % ofKinds.length]!.split(' ');
  const name = `web-${index}`;
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: shop-${index % 50}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
  annotations:
    example.com/owner: "team-${index % 50}"
    example.com/runbook: "https://runbooks.example.com/shop/${name}"
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
        - name: main
          image: registry.example.com/shop/${name}:1.4.0
          args: ["--port=8080", "--log=info"]
          ports:
            - containerPort: 8080
              name: http
          env:
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef: { name: ${name}-db, key: url }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
`;
}
