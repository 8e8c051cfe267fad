import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTemporalServer } from '#cli/temporal/temporal-server.ts';
import { plural } from '#cli/view/terminal/plural.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import { type Drydock, openDrydock, type StartedCampaign } from '../test/processes/drydock.ts';

const spec = readFileSync(join(import.meta.dirname, 'whole-fleet.yaml'), 'utf8');

/** What audits before and after cost is what is missing without them. */
const unaudited = `${spec}  baseline: { noRegression: false }\n`;
const runs = [
  { scenario: 'small', speed: 3600, of: spec },
  { scenario: 'small', speed: 3600, of: unaudited, without: 'audits' },
  { scenario: 'small', speed: 300, of: spec },
  { scenario: 'two-stages', speed: 3600, of: spec },
] as const;

/**
 * Events in the histories of whole campaigns, on a real server with simulator and worker as processes. The small
 * one runs at two speeds: what takes twelve times as long has to cost no more events.
 */
export async function countEvents(print: (line: string) => void): Promise<void> {
  const server = await startTemporalServer({ headless: true, log: () => undefined });
  try {
    for (const { scenario, speed, of, ...less } of runs) {
      const drydock = await openDrydock({ temporalAddress: server.address, scenario, speed });
      try {
        const without = 'without' in less ? ` without ${less.without}` : '';
        await measure(drydock, of, `${scenario} at ${speed} times real speed${without}`, print);
      } finally {
        await drydock.stop();
        // Its file went with the simulator; the next one would inherit the name and complain.
        delete process.env.NODE_EXTRA_CA_CERTS;
      }
    }
  } finally {
    await server.stop();
  }
}

async function measure(
  drydock: Drydock,
  of: string,
  title: string,
  print: (line: string) => void,
): Promise<void> {
  const began = performance.now();
  const campaign = await drydock.start(of);
  const { phase } = await campaign.result();
  print(`${title}: ${phase} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  print(row('campaign', eventsOf(await campaign.history())));
  for (const cluster of clustersOf(campaign)) {
    const handle = drydock.session.client.workflow.getHandle(clusterWorkflowId(cluster.resourceId));
    const events = eventsOf(await handle.fetchHistory());
    const pools = new Set(cluster.steps.flatMap(({ pool }) => pool ?? [])).size;
    print(
      row(
        cluster.name,
        events,
        `${plural(pools, 'pool')}, ${(events / pools).toFixed(0)} a pool with all else`,
      ),
    );
  }
}

function row(name: string, events: number, more = ''): string {
  return `  ${name.padEnd(16)} ${String(events).padStart(5)} events  ${more}`.trimEnd();
}

function eventsOf({ events }: Awaited<ReturnType<StartedCampaign['history']>>): number {
  return events?.length ?? 0;
}

function clustersOf({ plan }: StartedCampaign): readonly ClusterPlan[] {
  return plan.stages.flatMap(({ clusters }) => clusters);
}
