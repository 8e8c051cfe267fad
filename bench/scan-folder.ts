import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin } from './bin.ts';
import { machine } from './machine.ts';
import { watchProcess } from './peak-memory.ts';

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

/** Where pluto is on the PATH, the two take turns. */
async function measure(title: string, path: string, print: (line: string) => void): Promise<void> {
  const ours: Run[] = [];
  const others: (Run | null)[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push((await run(process.execPath, [...bin, 'scan', '--manifests', path, ...asked]))!);
    others.push(await run('pluto', ['detect-files', '-d', path, '-t', 'k8s=v1.25.0', '-o', 'json']));
  }
  print(`${title} (median of ${rounds}; ${machine()})`);
  print(`  drydock: ${describe(ours)}; ${/^BLOCK for .*$/m.exec(ours[0]!.said)?.[0]}`);
  const pluto = others.flatMap((each) => each ?? []);
  print(pluto.length === 0 ? '  pluto is not on the PATH' : `  pluto: ${describe(pluto)}`);
}

const asked = ['--target', '1.25', '-o', 'md'];

interface Run {
  readonly seconds: number;
  readonly peakMb: number;
  readonly cpuSeconds: number;
  readonly said: string;
}

/** null: there is no such program. */
async function run(program: string, args: readonly string[]): Promise<Run | null> {
  const began = performance.now();
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  const watched = watchProcess(child.pid ?? 0);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  try {
    await once(child, 'close');
  } catch {
    return null;
  }
  return { seconds: (performance.now() - began) / 1000, ...watched(), said };
}

function describe(runs: readonly Run[]): string {
  const [seconds, cpuSeconds, peakMb] = (['seconds', 'cpuSeconds', 'peakMb'] as const).map(
    (figure) => runs.map((each) => each[figure]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)]!,
  );
  return `${seconds!.toFixed(2)} s, ${cpuSeconds!.toFixed(2)} s of a processor, ${peakMb} MB`;
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
