import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFreezes } from '#cli/schedule/freezes.ts';
import { findSchedule } from '#cli/schedule/schedules.ts';
import { startTemporalServer } from '#cli/temporal/temporal-server.ts';
import { auditRecordPart } from '#domain/audit/fleet/audit-record-part.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { auditRecordWorkflowId, fleetRecordWorkflowId, freezesWorkflowId } from '#protocol/entities.ts';
import { aKured } from '../../test/builders/a-kured.ts';
import { aSpec, oneCluster } from '../../test/campaigns/campaign-specs.ts';
import { fleetFile, groupSpec } from '../../test/campaigns/fleet-file.ts';
import { nightlySpec } from '../../test/campaigns/nightly-spec.ts';
import { playScheduledRun, scheduleNightly } from '../../test/campaigns/play-scheduled-run.ts';
import { specOf } from '../../test/campaigns/seeded-campaign.ts';
import { fleetFileOf, seededRun } from '../../test/campaigns/seeded-run.ts';
import { type Drydock, openDrydock, type StartedCampaign } from '../../test/processes/drydock.ts';
import { openTemporaryFiles } from '../../test/processes/temporary-files.ts';
import { untilAccepted } from '../../test/simulated/accepted-operations.ts';
import { kubernetesOf } from '../../test/simulated/kubernetes-of.ts';
import { trimHistory } from './trim-history.ts';

/**
 * Plays a few campaigns on a real Temporal server and writes their histories to test/replay/histories, in place of
 * those that are there: `node scripts/dev/record-histories.ts`. To be run when a change of the workflows is meant
 * to break running campaigns, and only then. With names of stories (`... stalled-then-forced`) it plays only these, and leaves
 * the histories of all others as they are: for a story that is new.
 */

/** The first scheduled run of a nightly file. */
interface ScheduledRunStory {
  readonly name: string;
  readonly scenario: string;
  readonly nightly: string;
  /** The clusters on which it begins something. */
  readonly clusters: readonly string[];
  /** It audits these clusters, twice, and upgrades nothing. */
  readonly audits?: true;
}

interface Story {
  readonly name: string;
  readonly scenario: string;
  readonly spec: string;
  readonly faults?: readonly object[];
  readonly steer?: (campaign: StartedCampaign, drydock: Drydock) => Promise<void>;
  /** The entity of the task queue that the story is about, besides the campaign and its clusters. */
  readonly entity?: { readonly name: string; readonly workflowId: (taskQueue: string) => string };
}

const folder = join(import.meta.dirname, '..', '..', 'test', 'replay', 'histories');
const files = openTemporaryFiles();

/** A test cluster with one pool, a production cluster with a Linux and a Windows pool, no faults. */
const twoStages = seededRun(25);
const target = 'cluster/aks-one-weu';

/** A budget of its never lets its one pod go. */
const heldUp = fleetFile({
  all: [
    {
      name: 'aks-one-weu',
      pools: [{ name: 'system', mode: 'System', count: 2 }],
      workloads: [
        { kind: 'Deployment', namespace: 'shop', name: 'till', replicas: 1, budget: { minAvailable: 1 } },
      ],
    },
  ],
});
/** Two nodes that wait for a reboot, beside a kured whose lock is free. */
const waiting = fleetFile(
  {
    all: [
      {
        name: 'aks-one-weu',
        pools: [{ name: 'system', mode: 'System', count: 3, image: 'latest' }],
        properties: { autoUpgradeProfile: { nodeOSUpgradeChannel: 'Unmanaged' } },
        manifests: [aKured()],
      },
    ],
  },
  { scheduledEvents: [{ kind: 'patches', cluster: 'aks-one-weu', after: '1m', nodes: 2 }] },
);
/** As a plain key it looks like a promise's `then` to linters. */
const fields = { afterwards: 'then' } as const;
const asksAfter20Minutes = {
  defaults: {
    soak: '1m',
    timeout: '5d',
    upgradeSettings: { drainTimeoutInMinutes: 1440 },
    stalledDrain: { notifyAfter: '10m', [fields.afterwards]: 'Ask', after: '20m' },
  },
};

const stories: readonly (Story | ScheduledRunStory)[] = [
  {
    name: 'two-stages',
    entity: { name: 'fleet-record', workflowId: fleetRecordWorkflowId },
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
    name: 'frozen-then-lifted',
    scenario: 'small',
    spec: oneCluster,
    entity: { name: 'freezes', workflowId: freezesWorkflowId },
    steer: async (campaign) => {
      const by = { name: 'year-end', by: 'alice', reason: 'CHG0077' };
      await withFreezes((freezes, now) =>
        freezes.create({ ...by, from: new Date(now).toISOString(), until: null }),
      );
      await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'freeze'));
      await withFreezes((freezes, now) => freezes.lift({ ...by, at: new Date(now).toISOString() }));
    },
  },
  {
    name: 'outside-the-window',
    scenario: 'small',
    spec: aSpec(`  maintenance:
    timezone: UTC
    maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: "00:00", durationHours: 6 }`),
  },
  {
    name: 'stalled-then-fixed',
    scenario: files.write('stalled.json', heldUp),
    spec: groupSpec('all', { nodePools: asksAfter20Minutes }),
    steer: async (campaign, { simulator }) => {
      await campaign.until(({ phase }) => phase === 'NeedsDecision');
      await campaign.steer('retry', { target });
      await campaign.until((status) => status.phase === 'NeedsDecision' && status.decisions.length > 1);
      await (await kubernetesOf(simulator, 'aks-one-weu')).deleteBudget('shop', 'till');
    },
  },
  {
    name: 'stalled-then-forced',
    scenario: files.write('forced.json', heldUp),
    spec: groupSpec('all', { nodePools: asksAfter20Minutes, forceUpgrade: { approvers: ['bob'] } }),
    steer: async (campaign) => {
      await campaign.until(({ phase }) => phase === 'NeedsDecision');
      await campaign.steer('force', { target, forMs: 4 * 3_600_000, by: 'bob' });
    },
  },
  {
    name: 'quarantined-then-cleaned-up',
    scenario: files.write('quarantined.json', heldUp),
    spec: groupSpec('all', {
      nodePools: {
        defaults: {
          soak: '1m',
          upgradeSettings: { undrainableNodeBehavior: 'Cordon', drainTimeoutInMinutes: 5, maxSurge: '1' },
        },
      },
    }),
    steer: async (campaign, { simulator }) => {
      await campaign.until(({ phase }) => phase === 'NeedsDecision');
      await (await kubernetesOf(simulator, 'aks-one-weu')).deleteBudget('shop', 'till');
      await campaign.steer('clean-up', { target: 'pool/aks-one-weu/system' });
    },
  },
  {
    name: 'rebooted',
    scenario: files.write('waiting.json', waiting),
    spec: groupSpec('all', {
      upgrade: { type: 'Reboot', kubernetesVersion: undefined },
      cluster: { controlPlaneSoak: undefined },
      reboot: { kured: 'HoldLock', checkPod: { image: 'busybox', namespace: 'default' } },
      health: {},
    }),
  },
  {
    name: 'first-scheduled-run',
    scenario: files.write(
      'rings.json',
      fleetFile({ all: ['test', 'production'].map((ring) => ({ name: `aks-${ring}`, tags: { ring } })) }),
    ),
    nightly: nightlySpec('all', {
      upgrade: { type: 'NodeImageOnly', nodeImageSelection: 'Consistent' },
      stages: ['test', 'production'].map((ring) => ({
        name: ring,
        clusters: [{ tags: { ring } }],
        approval: { required: false },
      })),
    }),
    clusters: ['aks-test'],
  },
  {
    name: 'audited-twice',
    scenario: files.write('audited.json', heldUp),
    nightly: nightlySpec('all'),
    clusters: ['aks-one-weu'],
    audits: true,
  },
];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !stories.some((story) => story.name === name));
if (unknown.length > 0) throw new Error(`there is no story ${unknown.join(', ')}`);
const chosen = names.length === 0 ? stories : stories.filter(({ name }) => names.includes(name));

const server = await startTemporalServer({ headless: true });
try {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (isReplaced(file)) rmSync(join(folder, file));
  for (const story of chosen) await ('nightly' in story ? playNightly(story) : playStory(story));
} finally {
  files.remove();
  await server.stop();
}

function isReplaced(file: string): boolean {
  return names.length === 0 || names.some((name) => file.startsWith(`${name}.`));
}

async function playStory({ name, scenario, spec, faults = [], steer, entity }: Story): Promise<void> {
  const drydock = await openDrydock({ temporalAddress: server.address, scenario, speed: 2400 });
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
    if (entity !== undefined)
      await keepHistory(drydock, `${name}.${entity.name}`, entity.workflowId(drydock.worker().taskQueue));
  } finally {
    await drydock.stop();
    // Its file went with the simulator; the next one would inherit the name and complain.
    delete process.env.NODE_EXTRA_CA_CERTS;
  }
}

async function playNightly({ name, scenario, nightly, clusters, audits }: ScheduledRunStory): Promise<void> {
  const drydock = await openDrydock({ temporalAddress: server.address, scenario, speed: 2400 });
  try {
    const { session, simulator } = drydock;
    await scheduleNightly(session, name, files.write(`${name}.json`, nightly), audits);
    if (audits) await playScheduledRun(session, name);
    const { phase, campaign } = await playScheduledRun(session, name);
    process.stdout.write(`${name}: ${phase}\n`);
    const { schedule } = await findSchedule(session, name);
    await keepHistory(drydock, `${name}.nightly`, schedule.recent.at(-1)!.workflowId);
    const { taskQueue } = drydock.worker();
    const chosenClusters = simulator.ready.clusters.filter((each) => clusters.includes(each.name));
    if (audits) {
      await keepHistory(drydock, `${name}.fleet-record`, fleetRecordWorkflowId(taskQueue));
      for (const { name: of, resourceId } of chosenClusters) {
        const entity = auditRecordWorkflowId(taskQueue, auditRecordPart(resourceId));
        await keepHistory(drydock, `${name}.${of}.audit-record`, entity);
      }
      return;
    }
    await keepHistory(drydock, `${name}.campaign`, `campaign/${campaign}`);
    for (const cluster of chosenClusters)
      await keepHistory(drydock, `${name}.${cluster.name}`, clusterWorkflowId(cluster.resourceId));
  } finally {
    await drydock.stop();
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
