import { spawn } from 'node:child_process';
import { openRealBench } from '../test/conformance/clusters/real-bench.ts';
import { fillNode, replicas, watchServing } from '../test/conformance/drain/full-node.ts';
import { type ControlPlaneAccess, startControlPlane } from '../test/processes/control-plane.ts';
import { bringKubernetesPrograms } from '../test/processes/kubernetes-programs.ts';
import { openTemporaryFiles } from '../test/processes/temporary-files.ts';

/** Workloads and the pods of each, all on the node that is drained. */
const sizes = [
  { workloads: 1, pods: 1 },
  { workloads: 1, pods: replicas },
  { workloads: 6, pods: replicas },
  { workloads: 10, pods: replicas },
] as const;

type Size = (typeof sizes)[number];

interface Measured {
  readonly seconds: number;
  readonly requests: number;
  readonly fewest: number;
}

/**
 * Drains nodes of a real control plane with our engine and with kubectl, on the same terms. Whatever its grace period, a pod there
 * ends within 0.6 s (test/conformance/stages.yaml): the seconds are what a drain takes beyond it.
 */
export async function drainBesideKubectl(
  print: (line: string) => void,
  measured: readonly Size[] = sizes,
): Promise<void> {
  const programs = await bringKubernetesPrograms((line) => print(`  ${line}`));
  if (programs === null) return;
  const controlPlane = await startControlPlane(programs);
  try {
    for (const size of measured) {
      const kubectl = await drainByKubectl(controlPlane, size);
      const ours = await drainByUs(controlPlane, size);
      const pods = size.workloads * size.pods;
      print(`  ${pods} pod${pods === 1 ? '' : 's'}`);
      for (const [who, { seconds, requests, fewest }] of Object.entries({ kubectl, ours }))
        print(
          `    ${who.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s, ${String(requests).padStart(4)} requests, ${(requests / pods).toFixed(1)} a pod, at least ${fewest} of ${size.pods} pods serve`,
        );
      print(`    of kubectl's time: ${(ours.seconds / kubectl.seconds).toFixed(2)}`);
    }
  } finally {
    await controlPlane.stop();
  }
}

const nameOf = ({ workloads, pods }: Size) => `${workloads}-${pods}`;

async function drainByUs(access: ControlPlaneAccess, size: Size): Promise<Measured> {
  const bench = await openRealBench(access);
  try {
    const place = await fillNode(bench, `ours-${nameOf(size)}`, size.workloads, size.pods);
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

async function drainByKubectl(access: ControlPlaneAccess, size: Size): Promise<Measured> {
  const bench = await openRealBench(access);
  const files = openTemporaryFiles();
  try {
    const place = await fillNode(bench, `kubectl-${nameOf(size)}`, size.workloads, size.pods);
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
