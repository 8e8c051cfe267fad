import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterWorkflowId } from '#domain/campaign/ids.ts';
import { untilAccepted } from '../../test/support/accepted-operations.ts';
import { type Drydock, openDrydock, type StartedCampaign } from '../../test/support/drydock.ts';
import { specOf } from '../../test/support/seeded-campaign.ts';
import { fleetFileOf, seededRun } from '../../test/support/seeded-run.ts';
import { aSpec, oneCluster } from '../../test/support/specs.ts';
import { openTemporaryFiles } from '../../test/support/temporary-files.ts';
import { startTemporalServer } from '../temporal-server.ts';
import { trimHistory } from './trim-history.ts';

/**
 * Plays a few campaigns on a real Temporal server and writes their histories to test/replay/histories, in place of
 * those that are there: `node scripts/dev/record-histories.ts`. To be run when a change of the workflows is meant
 * to break running campaigns, and only then.
 */

interface Story {
  readonly name: string;
  readonly scenario: string;
  readonly spec: string;
  readonly faults?: readonly object[];
  readonly steer?: (campaign: StartedCampaign, drydock: Drydock) => Promise<void>;
}

const folder = join(import.meta.dirname, '..', '..', 'test', 'replay', 'histories');
const files = openTemporaryFiles();

/** A test cluster with one pool, a production cluster with a Linux and a Windows pool, no faults. */
const twoStages = seededRun(25);
const target = 'cluster/aks-one-weu';

const stories: readonly Story[] = [
  {
    name: 'two-stages',
    scenario: files.write('fleet.json', fleetFileOf([twoStages])),
    spec: specOf(twoStages.seed, twoStages.campaign),
    steer: async (campaign) => {
      await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'gate'));
      await campaign.steer('approve', { gate: 'test', digest: campaign.plan.digest, by: 'oncall' });
    },
  },
  {
    name: 'failed-then-retried',
    scenario: 'small',
    spec: oneCluster,
    faults: [{ kind: 'operation-fails', match: { method: 'PUT', pool: 'system' }, afterNodes: 1 }],
    steer: async (campaign) => {
      await campaign.until(({ phase }) => phase === 'NeedsDecision');
      await campaign.steer('retry', { target });
    },
  },
  {
    name: 'failed-then-rolled-back',
    scenario: 'small',
    spec: oneCluster,
    faults: [{ kind: 'operation-fails', match: { method: 'PUT', pool: 'system' }, afterNodes: 1 }],
    steer: async (campaign) => {
      await campaign.until(({ phase }) => phase === 'NeedsDecision');
      await campaign.steer('rollback', { target: 'pool/aks-one-weu/system' });
    },
  },
  {
    name: 'aborted',
    scenario: 'small',
    spec: oneCluster,
    steer: async (campaign, { simulator }) => {
      await untilAccepted(simulator, 'control-plane-upgrade');
      await campaign.steer('abort');
    },
  },
  {
    name: 'paused-then-resumed',
    scenario: 'small',
    spec: oneCluster,
    steer: async (campaign, { simulator }) => {
      await untilAccepted(simulator, 'control-plane-upgrade');
      await campaign.steer('pause');
      await campaign.until(({ phase }) => phase === 'Paused');
      await campaign.steer('resume');
    },
  },
  {
    name: 'outside-the-window',
    scenario: 'small',
    spec: aSpec(`  maintenance:
    timezone: UTC
    maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: "00:00", durationHours: 6 }`),
  },
];

const server = await startTemporalServer({ headless: true });
try {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  for (const story of stories) await tellStory(story);
} finally {
  files.remove();
  await server.stop();
}

async function tellStory({ name, scenario, spec, faults = [], steer }: Story): Promise<void> {
  const drydock = await openDrydock(server.address, { scenario, speed: 2400 });
  try {
    for (const fault of faults) await drydock.simulator.fault(fault);
    const campaign = await drydock.start(spec);
    await steer?.(campaign, drydock);
    const { phase } = await campaign.result();
    process.stdout.write(`${name}: ${phase}\n`);
    await keepHistory(drydock, `${name}.campaign`, `campaign/${campaign.name}`);
    const clusters = campaign.plan.stages.flatMap((stage) => stage.clusters);
    for (const cluster of clusters)
      await keepHistory(drydock, `${name}.${cluster.name}`, clusterWorkflowId(cluster.resourceId));
  } finally {
    await drydock.stop();
    // Its file went with the simulator; the next one would inherit the name and complain.
    delete process.env.NODE_EXTRA_CA_CERTS;
  }
}

async function keepHistory({ session }: Drydock, name: string, workflowId: string): Promise<void> {
  const history = await session.client.workflow.getHandle(workflowId).fetchHistory();
  const text = trimHistory(workflowId, history);
  writeFileSync(join(folder, `${name}.json`), text);
  process.stdout.write(
    `  ${name}: ${history.events?.length ?? 0} events, ${Math.ceil(text.length / 1024)} KB\n`,
  );
}
