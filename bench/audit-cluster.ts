import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { fleetFile } from '../test/campaigns/fleet-file.ts';
import { startSimulator } from '../test/processes/simulator-process.ts';
import { openTemporaryFiles } from '../test/processes/temporary-files.ts';
import { bin } from './bin.ts';
import { watchPeakMemory } from './peak-memory.ts';

const root = join(import.meta.dirname, '..');
const rounds = 3;
const pods = 5_000;
const replicas = 10;
const namespaces = 50;
const policies = 500;

/** 50 nodes, 500 deployments of 10 pods in 50 namespaces, ten network policies in each; every other one blocks the metadata address. */
const cluster = {
  name: 'aks-big',
  pools: [{ name: 'system', mode: 'System', count: 50 }],
  manifests: [
    ...Array.from({ length: namespaces }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `shop-${index}`, labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
    })),
    ...Array.from({ length: pods / replicas }, (_, index) => deployment(index)),
    ...Array.from({ length: policies }, (_, index) => policy(index)),
  ],
};

function deployment(index: number): object {
  const labels = { app: `web-${index}` };
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: index % 2 === 0,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `web-${index}`, namespace: `shop-${index % namespaces}` },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          containers: ['main', 'sidecar'].map((name) => ({
            name,
            image: `registry.invalid/${name}:1`,
            env: Array.from({ length: 20 }, (_, at) => ({ name: `SETTING_${at}`, value: 'x'.repeat(40) })),
            securityContext,
          })),
        },
      },
    },
  };
}

function policy(index: number): object {
  const block = { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `policy-${index}`, namespace: `shop-${index % namespaces}` },
    spec: {
      podSelector: { matchLabels: { app: `web-${index}` } },
      policyTypes: ['Egress'],
      egress: [{ to: index % 2 === 0 ? [block] : [{ namespaceSelector: {} }, block] }],
    },
  };
}

/** Audits of a cluster with 5,000 pods and 500 policies, as they are typed, in processes of their own. */
export async function auditBigCluster(print: (line: string) => void): Promise<void> {
  const files = openTemporaryFiles();
  const simulator = await startSimulator(files.write('fleet.json', fleetFile({ big: [cluster] })), []);
  try {
    // The simulator builds a cluster when it is first asked for it.
    await auditOnce(simulator.ready.env);
    for (let round = 0; round < rounds; round += 1) {
      const { seconds, peakMb, said } = await auditOnce(simulator.ready.env);
      const { statistics, verdict } = said;
      print(
        `  ${seconds.toFixed(2)} s and ${peakMb} MB for the whole command; reading and judging ${statistics?.seconds} s`,
      );
      print(
        `  ${verdict}; ${statistics?.objects} objects in ${statistics?.pages} pages, ${statistics?.requests} requests`,
      );
    }
  } finally {
    await simulator.stop();
    files.remove();
  }
}

async function auditOnce(env: Readonly<Record<string, string>>) {
  const began = performance.now();
  const args = [...bin, 'audit', '--cluster', 'aks-big', '-o', 'json'];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const peakMb = watchPeakMemory(child.pid ?? 0);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  const said = JSON.parse(Buffer.concat(chunks).toString()) as AuditReport;
  return { seconds: (performance.now() - began) / 1000, peakMb: peakMb(), said };
}
