import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startSimulator } from '../test/processes/simulator-process.ts';
import { armOnly, leastSeconds, requestLines } from './arm-requests.ts';
import { watchPeakMemory } from './peak-memory.ts';

const root = join(import.meta.dirname, '..');

/** `drydock plan` over 300 clusters of 5 pools of 10 nodes in 3 subscriptions, behind Azure's published limits. */
export async function planManyClusters(print: (line: string) => void): Promise<void> {
  const simulator = await startSimulator('three-hundred', ['--limits']);
  try {
    const { seconds, megabytes, bytes } = await plan(simulator.ready.env);
    const requests = await simulator.ledger(true);
    const least = leastSeconds(requests);
    print(`  ${seconds.toFixed(1)} s, of which limits take at least ${least.seconds.toFixed(0)} s`);
    print(`  ${megabytes} MB at most, ${(bytes / 1024).toFixed(0)} KB of text`);
    print(`  ${armOnly(requests).length} requests to ARM for ${simulator.ready.clusters.length} clusters:`);
    for (const line of requestLines(requests)) print(line);
  } finally {
    await simulator.stop();
  }
}

async function plan(env: Readonly<Record<string, string>>) {
  const began = performance.now();
  const child = spawn(process.execPath, ['cli/drydock.ts', 'plan', '-f', 'bench/many-clusters.yaml'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const peak = watchPeakMemory(child.pid!);
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`drydock plan ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, megabytes: peak(), bytes };
}
