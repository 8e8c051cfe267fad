import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withFreezes } from '#cli/schedule/freezes.ts';
import { startTemporalServer, type TemporalServer } from '#cli/temporal/temporal-server.ts';
import type { CampaignStatus, WaitingFor } from '#domain/status/status.ts';
import { aSpec } from '../campaigns/campaign-specs.ts';
import { fleetFile } from '../campaigns/fleet-file.ts';
import { type Drydock, openDrydock, type StartedCampaign } from '../processes/drydock.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { acceptedOperations, tell, untilAccepted } from '../simulated/accepted-operations.ts';

const fleet = fleetFile({
  all: [
    { name: 'aks-one', tags: { ring: 'test' } },
    { name: 'aks-two', tags: { ring: 'production' } },
  ],
});

/** Every kind of wait there is, with soaks that only a promotion ends in time, and a setting to restored. */
const specFor = (opensAt: number) =>
  aSpec(
    `  maintenance:
    timezone: UTC
    maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: "${new Date(opensAt).toISOString().slice(11, 16)}", durationHours: 23 }
  # A simulator that is away must not look like a cluster that is ill.
  health: { settle: 1d }
  timeouts: { cluster: 60d }`,
    `    - { name: test, clusters: [{ tags: { ring: test } }], soak: 5d, approval: { approvers: [bob] } }
    - { name: production, clusters: [{ tags: { ring: production } }] }`,
  )
    .replace(
      'controlPlaneSoak: 1m, afterCluster: { soak: 1m }',
      'controlPlaneSoak: 5d, afterCluster: { soak: 5d }',
    )
    .replace('defaults: { soak: 1m }', 'defaults: { soak: 5d, upgradeSettings: { maxSurge: "2" } }');

/** Once the pool failed half way, a person's retry continues with it. */
const eachStepOnce = [
  'aks-one control-plane-upgrade 1.33.5 -> 1.34.1',
  'aks-one node-pool-upgrade system 1.33.5 -> 1.34.1',
  'aks-one node-pool-upgrade system 1.34.1 -> 1.34.1',
  'aks-one settings system',
  'aks-two control-plane-upgrade 1.33.5 -> 1.34.1',
  'aks-two node-pool-upgrade system 1.33.5 -> 1.34.1',
  'aks-two settings system',
];

type Victim = 'worker' | 'simulator' | 'Temporal';
const all: readonly Victim[] = ['Temporal', 'simulator', 'worker'];

interface Stack {
  readonly drydock: Drydock;
  readonly campaign: StartedCampaign;
}

interface Moment {
  readonly when: string;
  readonly come: (stack: Stack) => Promise<unknown>;
  readonly killed: readonly Victim[];
  /** What a person does then. */
  readonly after?: (stack: Stack) => Promise<unknown>;
}

const accepted =
  (kind: string, cluster = 'aks-one', times = 1) =>
  ({ drydock }: Stack) =>
    untilAccepted(drydock.simulator, kind, { cluster, times });

const waits =
  (kind: WaitingFor['kind'], name = '') =>
  ({ campaign }: Stack) =>
    campaign.until(({ waitingFor }: CampaignStatus) =>
      waitingFor.some((wait) => wait.kind === kind && wait.name.endsWith(name)),
    );

const promote =
  (cluster?: string) =>
  ({ campaign }: Stack) =>
    campaign.steer('promote', cluster === undefined ? {} : { target: `cluster/${cluster}` });

/**
 * In the order in which they come. The worker is killed in the other waits in files of their own: a drain that is
 * blocked (stalled-drain.test.ts), a force that is on (force-upgrade.test.ts), machines that are being deleted (clean-up.test.ts),
 * in the middle of a drain (test/procedures/drain/drain-kills.test.ts).
 */
const moments: readonly Moment[] = [
  { when: 'the window is closed', come: waits('window'), killed: ['worker'] },
  {
    when: 'a freeze is in force',
    come: waits('freeze'),
    killed: ['worker'],
    after: () =>
      withFreezes((freezes, now) =>
        freezes.lift({ name: 'party', at: new Date(now).toISOString(), by: 'cto', reason: 'it is over' }),
      ),
  },
  { when: 'the control plane was begun', come: accepted('control-plane-upgrade'), killed: ['worker'] },
  {
    when: 'the control plane soaks',
    come: waits('soak', 'control plane'),
    killed: ['worker'],
    after: promote('aks-one'),
  },
  {
    when: 'the pool was begun',
    // And watched, so that its failure is seen. What was accepted, never recorded and failed: worker-death.test.ts.
    come: async (stack) => {
      await accepted('node-pool-upgrade')(stack);
      await stack.campaign.until(({ stages }) =>
        stages[0]!.clusters[0]!.steps.some(({ pool, detail }) => pool === 'system' && detail !== null),
      );
    },
    killed: ['worker'],
  },
  {
    when: 'a person has to decide',
    come: waits('decision'),
    killed: ['worker'],
    after: ({ campaign }) => campaign.steer('retry', { target: 'cluster/aks-one' }),
  },
  {
    when: 'the pool was begun again',
    come: accepted('node-pool-upgrade', 'aks-one', 2),
    killed: ['worker'],
  },
  { when: 'settings were put back', come: accepted('settings'), killed: ['worker'] },
  {
    when: 'the pool soaks',
    come: waits('soak', 'aks-one/system'),
    killed: ['worker'],
    after: promote('aks-one'),
  },
  {
    when: 'the cluster soaks',
    come: waits('soak', 'aks-one'),
    killed: ['worker'],
    after: promote('aks-one'),
  },
  { when: 'the stage soaks', come: waits('soak', 'test'), killed: ['worker'], after: promote() },
  {
    when: 'a person has to approve',
    come: waits('gate'),
    killed: ['worker'],
    // The gate is asked again: an answer that comes while the next worker still replays is refused.
    after: async (stack) => {
      await waits('gate')(stack);
      const { digest } = stack.campaign.plan;
      await stack.campaign.steer('approve', { gate: 'test', digest, by: 'bob' });
    },
  },
  {
    when: "another's operation runs",
    come: waits('lock'),
    killed: ['simulator'],
  },
  {
    when: 'the next control plane was begun',
    come: accepted('control-plane-upgrade', 'aks-two'),
    killed: all,
  },
  {
    when: 'the next control plane soaks',
    come: waits('soak', 'control plane'),
    killed: ['Temporal'],
    after: async (stack) => {
      await stack.campaign.steer('pause');
      await promote('aks-two')(stack);
    },
  },
  {
    when: 'all is paused',
    come: ({ campaign }) => campaign.until(({ phase }) => phase === 'Paused'),
    killed: all,
    after: ({ campaign }) => campaign.steer('resume'),
  },
  { when: 'the next pool was begun', come: accepted('node-pool-upgrade', 'aks-two'), killed: all },
  {
    when: 'the next pool soaks',
    come: waits('soak', 'aks-two/system'),
    killed: ['simulator'],
    after: promote('aks-two'),
  },
  {
    when: 'the next cluster soaks',
    come: waits('soak', 'aks-two'),
    killed: ['Temporal'],
    after: promote('aks-two'),
  },
];

describe('a campaign whose processes are killed', () => {
  const files = openTemporaryFiles();
  const dbFile = `${files.folder}/temporal.db`;
  let server: TemporalServer;
  let stack: Stack;

  const kill: Readonly<Record<Victim, () => Promise<unknown>>> = {
    worker: () => stack.drydock.worker().kill(),
    simulator: () => stack.drydock.simulator.kill(),
    Temporal: () => {
      process.kill(server.pid!, 'SIGKILL');
      return server.stop();
    },
  };
  const bringBack: Readonly<Record<Victim, () => Promise<unknown>>> = {
    worker: () => stack.drydock.restartWorker(),
    simulator: () => stack.drydock.restartSimulator(),
    Temporal: async () => {
      server = await startServer(dbFile, server.address);
    },
  };

  beforeAll(async () => {
    server = await startServer(dbFile);
    const drydock = await openDrydock({
      temporalAddress: server.address,
      scenario: files.write('fleet.yaml', fleet),
      speed: 600,
      state: `${files.folder}/simulator.state`,
    });
    const { simulator } = drydock;
    await simulator.fault({
      kind: 'operation-fails',
      match: { method: 'PUT', cluster: 'aks-one', pool: 'system' },
    });
    await simulator.fault({ kind: 'conflict', match: { method: 'PUT', cluster: 'aks-two' }, minutes: 60 });
    await withFreezes((freezes, now) =>
      freezes.create({
        name: 'party',
        from: new Date(now).toISOString(),
        until: null,
        by: 'cto',
        reason: 'ten years',
      }),
    );
    const now = await withFreezes((_, time) => Promise.resolve(time));
    stack = { drydock, campaign: await drydock.start(specFor(now + 60 * 60_000)) };
  });
  afterAll(async () => {
    await stack.drydock.stop();
    await server.stop();
    files.remove();
  });

  // One campaign: each row continues where the row before it left the campaign, if it left it well.
  let isWell = true;
  it.for(moments)('$killed killed while $when', async ({ come, killed, after }, { skip }) => {
    if (!isWell) skip('a row before it failed');
    isWell = false;
    await come(stack);
    await Promise.all(killed.map((victim) => kill[victim]()));
    for (const victim of killed) await bringBack[victim]();
    await after?.(stack);
    isWell = true;
  });

  it('finishes, and each step was accepted once', async () => {
    expect(await stack.campaign.result()).toMatchObject({ phase: 'Completed' });
    expect((await acceptedOperations(stack.drydock.simulator)).map(tell)).toEqual(eachStepOnce);
  });
});

function startServer(dbFile: string, address = '127.0.0.1:0'): Promise<TemporalServer> {
  const port = Number(address.split(':')[1]);
  return startTemporalServer({ headless: true, log: () => undefined, dbFile, port });
}
