import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '../test/processes/simulator-process.ts';
import { armOnly, leastSeconds, requestLines } from './arm-requests.ts';
import { machine } from './machine.ts';
import { watchPeakMemory } from './peak-memory.ts';

const root = join(import.meta.dirname, '..');

const three = ['westeurope', 'germanywestcentral', 'swedencentral'];
/** A fleet whose subscriptions have a region each, and one whose have four. */
const fleets = [
  { times: 10, locations: three },
  { times: 100, locations: three },
  { times: 300, locations: three },
  { times: 300, locations: [...three, 'francecentral'] },
];

/** `drydock plan` over clusters of 5 pools of 10 nodes in 3 subscriptions, behind Azure's published limits. */
export async function planManyClusters(print: (line: string) => void): Promise<void> {
  const scenario = readFileSync(join(root, 'simulator/scenarios/three-hundred.yaml'), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  try {
    for (const { times, locations } of fleets) {
      const file = join(folder, `${times}.yaml`);
      const spread = scenario.replace(`[${three.join(', ')}]`, `[${locations.join(', ')}]`);
      writeFileSync(file, spread.replace('times: 300', `times: ${times}`));
      print(`  ${locations.length} regions`);
      await planClusters(file, locations, print);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function planClusters(
  scenario: string,
  locations: readonly string[],
  print: (line: string) => void,
): Promise<void> {
  const simulator = await startSimulator(scenario, ['--limits']);
  try {
    const { planSeconds, seconds, megabytes, text } = await plan(simulator.ready.env);
    const requests = await simulator.ledger(true);
    const least = leastSeconds(requests, (path) => {
      const place = (Number(/\d+$/.exec(path)?.[0]) - 1) % locations.length;
      return locations[place];
    });
    print(`  ${simulator.ready.clusters.length} clusters; ${machine()}`);
    print(
      `    plan shown after ${planSeconds.toFixed(1)} s, ended after ${seconds.toFixed(1)} s, of which limits take at least ${least.seconds.toFixed(0)} s`,
    );
    print(
      `    ${megabytes} MB at most, ${text.split('\n').length - 1} lines, ${(text.length / 1024).toFixed(0)} KB of text`,
    );
    print(`    ${armOnly(requests).length} requests to ARM:`);
    for (const line of requestLines(requests)) print(`  ${line}`);
  } finally {
    await simulator.stop();
  }
}

async function plan(env: Readonly<Record<string, string>>) {
  const began = performance.now();
  // The bin itself: its first line sets the limits of memory.
  const child = spawn(join(root, 'cli/drydock.mjs'), ['plan', '-f', 'bench/many-clusters.yaml'], {
    cwd: root,
    env: { ...process.env, ...env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const peak = watchPeakMemory(child.pid!);
  let text = '';
  let planSeconds = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (planSeconds === 0 && /^Plan: /m.test(text)) planSeconds = (performance.now() - began) / 1000;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`drydock plan ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, planSeconds, megabytes: peak(), text };
}
