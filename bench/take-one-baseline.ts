import { makeBaseline } from '#domain/health/health-baseline.ts';
import type { HealthReading } from '#domain/health/health-reading.ts';
import { gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { theChecks } from '../test/builders/a-health-reading.ts';
import { watchPeakMemory } from './peak-memory.ts';

/** `node bench/take-one-baseline.ts RESOURCE_ID`: what a worker does for a baseline, without the pause between its readings. */
const resourceId = process.argv[2] ?? '';
const gateways = openGateways(gatewaySettingsFrom(process.env));
let requests = 0;
const health = gateways.kubernetes.health(resourceId, {
  signal: new AbortController().signal,
  onRequest: () => {
    requests += 1;
  },
});

// The simulator builds a cluster when it is first asked for it.
await health.nodes();
requests = 0;
const before = Math.round(process.memoryUsage.rss() / 1_048_576);
const peak = watchPeakMemory(process.pid);
const began = performance.now();
const first = await read();
const firstSeconds = (performance.now() - began) / 1000;
const second = await read();
const baseline = makeBaseline(theChecks(), 'system', [first, second]);
const seconds = (performance.now() - began) / 1000;
const pods = 'value' in first.pods ? first.pods.value.length : 0;
process.stdout.write(
  [
    `one reading of ${pods} pods: ${firstSeconds.toFixed(2)} s; a baseline of two: ${seconds.toFixed(2)} s`,
    `${requests} requests for both, pages of 500`,
    `${peak()} MB at most, ${before} MB before`,
    `${Buffer.byteLength(JSON.stringify(baseline))} bytes in history, ${JSON.stringify(baseline.counts)}`,
    '',
  ].join('\n'),
);
await gateways.close();

async function read(): Promise<HealthReading> {
  const [nodes, workloads, allPods, jobs, apiServer] = await Promise.all([
    health.nodes(),
    health.workloads(),
    health.pods(),
    health.jobs(),
    health.apiServer(),
  ]);
  return {
    at: Date.now(),
    nodes: { value: nodes },
    workloads: { value: workloads },
    pods: { value: allPods },
    jobs: { value: jobs },
    apiServer: { value: apiServer },
    metrics: [],
    unreadable: [],
  };
}
