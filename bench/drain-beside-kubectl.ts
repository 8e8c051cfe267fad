import { spawn } from 'node:child_process';
import { fillNode, replicas, watchServing } from '../test/conformance/full-node.ts';
import { openRealBench } from '../test/conformance/real-bench.ts';
import { type ControlPlaneAccess, startControlPlane } from '../test/support/control-plane.ts';
import { bringKubernetesPrograms } from '../test/support/kubernetes-programs.ts';
import { openTemporaryFiles } from '../test/support/temporary-files.ts';

/** Workloads of 10 pods each, all on the node that is drained. */
const sizes = [1, 6];

interface Measured {
  readonly seconds: number;
  readonly requests: number;
  readonly fewest: number;
}

/** Drains nodes of a real control plane with our engine and with kubectl, on the same terms. */
export async function drainBesideKubectl(print: (line: string) => void): Promise<void> {
  const programs = await bringKubernetesPrograms((line) => print(`  ${line}`));
  if (programs === null) return;
  const controlPlane = await startControlPlane(programs);
  try {
    for (const workloads of sizes) {
      const kubectl = await drainByKubectl(controlPlane, workloads);
      const ours = await drainByUs(controlPlane, workloads);
      print(`  ${workloads * replicas} pods`);
      for (const [who, { seconds, requests, fewest }] of Object.entries({ kubectl, ours }))
        print(
          `    ${who.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s, ${String(requests).padStart(4)} requests, at least ${fewest} of ${replicas} pods serve`,
        );
      print(`    of kubectl's time: ${(ours.seconds / kubectl.seconds).toFixed(2)}`);
    }
  } finally {
    await controlPlane.stop();
  }
}

async function drainByUs(access: ControlPlaneAccess, workloads: number): Promise<Measured> {
  const bench = await openRealBench(access);
  try {
    const place = await fillNode(bench, `ours-${workloads}`, workloads);
    const watch = await watchServing(access.kubeconfig, place.namespace);
    const began = performance.now();
    const { outcome, reason, requests } = await place.drain();
    const seconds = (performance.now() - began) / 1000;
    watch.stop();
    if (outcome !== 'drained') throw new Error(`our drain ended ${outcome}: ${reason}`);
    return { seconds, requests, fewest: watch.fewest() };
  } finally {
    await bench.close();
  }
}

async function drainByKubectl(access: ControlPlaneAccess, workloads: number): Promise<Measured> {
  const bench = await openRealBench(access);
  const files = openTemporaryFiles();
  try {
    const place = await fillNode(bench, `kubectl-${workloads}`, workloads);
    const watch = await watchServing(access.kubeconfig, place.namespace);
    const kubeconfig = files.write('kubeconfig.json', access.kubeconfig);
    const began = performance.now();
    const words = await run(access.kubectl, ['drain', place.node, '--kubeconfig', kubeconfig, '-v=6']);
    const seconds = (performance.now() - began) / 1000;
    watch.stop();
    const requests = [...words.matchAll(/"Response" verb="/g)].length;
    return { seconds, requests, fewest: watch.fewest() };
  } finally {
    files.remove();
    await bench.close();
  }
}

/** What it said on both streams; throws where it fails. */
function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        words += chunk.toString();
      });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve(words)
        : reject(new Error(`${command} ended with ${code}: ${words.slice(-2_000)}`)),
    );
  });
}
