import { join } from 'node:path';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import { mapBounded } from '#procedures/map-bounded.ts';
import { acceptedOperations, tell } from '../test/simulated/accepted-operations.ts';
import type { Simulator } from '../test/simulated/simulator.ts';
import { armOnly, leastSeconds, requestLines } from './arm-requests.ts';
import { type HistorySize, historySize } from './history-size.ts';
import { type FinishedCampaign, playCampaign } from './paced-campaign.ts';
import { watchPeakMemory } from './peak-memory.ts';

const file = join(import.meta.dirname, 'many-clusters.yaml');

/**
 * Limits run in real time, ours and the simulator's: a faster clock meets them that much harder than a real campaign.
 * At this speed the operations take about as long as the requests to ARM have to.
 */
const speed = 120;

/** A campaign over 300 clusters of 5 pools of 10 nodes, 30 at a time, behind Azure's published limits. */
export async function runManyClusters(print: (line: string) => void): Promise<void> {
  let peak = () => 0;
  await playCampaign(
    file,
    { scenario: 'three-hundred', speed, limits: true },
    async (finished) => {
      const { result, seconds, simulator } = finished;
      print(`  ${result.phase} in ${seconds.toFixed(0)} s at ${speed} times real speed`);
      print(`  worker: ${peak()} MB at most`);
      await printHistories(finished, print);
      await printSteps(finished, print);
      await printRequests(simulator, print);
    },
    (worker) => {
      peak = watchPeakMemory(worker.pid);
    },
  );
}

async function printHistories(
  { plan, workflowId, session }: FinishedCampaign,
  print: (line: string) => void,
): Promise<void> {
  const ids = clustersOf(plan).map(({ resourceId }) => clusterWorkflowId(resourceId));
  const clusters = await mapBounded(ids, 8, (id) => historySize(session, id));
  const largest = clusters.toSorted((left, right) => right.events - left.events)[0]!;
  const campaign = await historySize(session, workflowId);
  print(`  history of the campaign: ${text(campaign)}`);
  print(`  longest of a cluster:    ${text(largest)}`);
  const payload = clusters.toSorted((a, b) => b.largestPayload.bytes - a.largestPayload.bytes)[0]!;
  print(`  largest payload of a cluster: ${payloadText(payload)}`);
}

function text(size: HistorySize): string {
  return `${size.events} events, ${(size.bytes / 1024).toFixed(0)} KB, largest payload ${payloadText(size)}`;
}

function payloadText({ largestPayload }: HistorySize): string {
  return `${(largestPayload.bytes / 1024).toFixed(1)} KB (${largestPayload.event})`;
}

const kinds: Readonly<Record<string, string>> = {
  'upgrade-control-plane': 'control-plane-upgrade',
  'upgrade-node-pool': 'node-pool-upgrade',
};

async function printSteps(
  { plan, simulator }: FinishedCampaign,
  print: (line: string) => void,
): Promise<void> {
  const planned = clustersOf(plan).flatMap(({ name, steps }) =>
    steps.flatMap((step) => {
      const kind = kinds[step.action];
      return kind === undefined ? [] : [tell({ ...step, cluster: name, kind })];
    }),
  );
  const upgrades = (await acceptedOperations(simulator))
    .filter(({ kind }) => kind.endsWith('-upgrade'))
    .map(tell);
  const times = Map.groupBy(upgrades, (each) => each);
  const once = planned.filter((step) => times.get(step)?.length === 1).length;
  print(
    `  steps: ${planned.length} planned, ${once} accepted exactly once, ${upgrades.length} upgrades accepted in all`,
  );
}

async function printRequests(simulator: Simulator, print: (line: string) => void): Promise<void> {
  const requests = await simulator.ledger(true);
  const arm = armOnly(requests);
  const throttled = arm.filter(({ status }) => status === 429).length;
  const least = leastSeconds(requests);
  print(
    `  ${arm.length} requests to ARM, ${throttled} of them answered 429; limits alone take ${least.seconds.toFixed(0)} s (${least.bucket.split(' ')[0]})`,
  );
  for (const line of requestLines(requests)) print(line);
}

function clustersOf({ stages }: CampaignPlan) {
  return stages.flatMap(({ clusters }) => clusters);
}
