import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fleetFile } from '../test/campaigns/fleet-file.ts';
import { startSimulator } from '../test/processes/simulator-process.ts';
import { openTemporaryFiles } from '../test/processes/temporary-files.ts';

const pods = 5000;
const replicas = 20;

/** 50 nodes, 250 deployments of 20 pods, the last ten of which never get ready. */
const cluster = {
  name: 'aks-big',
  pools: [{ name: 'system', mode: 'System', count: 50 }],
  manifests: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    ...Array.from({ length: pods / replicas }, (_, index) => deployment(`web-${index}`, index >= 240)),
  ],
};

function deployment(name: string, isBroken: boolean): object {
  const labels = { app: name };
  const annotations = isBroken ? { 'simulator.drydock.dev/never-ready': 'true' } : {};
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [{ name: 'main', image: 'registry.invalid/app:1' }] },
      },
    },
  };
}

/** A health baseline of a cluster with 5,000 pods, taken by a process of its own from a simulated API server. */
export async function measureBaseline(print: (line: string) => void): Promise<void> {
  const files = openTemporaryFiles();
  const simulator = await startSimulator(files.write('fleet.json', fleetFile({ big: [cluster] })), []);
  try {
    const script = join(import.meta.dirname, 'take-one-baseline.ts');
    const child = spawn(process.execPath, [script, simulator.ready.clusters[0]!.resourceId], {
      env: { ...process.env, ...simulator.ready.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [told] = await Promise.all([text(child.stdout), once(child, 'close')]);
    for (const line of told.trimEnd().split('\n')) print(`  ${line}`);
  } finally {
    await simulator.stop();
    files.remove();
  }
}
