import { describe, expect } from 'vitest';
import { withFreezes } from '#cli/schedule/freezes.ts';
import { steerTarget } from '#cli/steer/steer-target.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { fleetFile, groupSpec, slowPool } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell, untilAccepted } from '../simulated/accepted-operations.ts';

/** One cluster a stage. */
const testAndProduction = (name: string) =>
  ['test', 'production'].map((ring) => ({ name: `aks-${name}-${ring}`, tags: { ring } }));

/** Met on its way, and waited for to its end. */
const unhurried = { ...slowPool, count: 5 };
const patient = { nodePools: { defaults: { soak: '1m', timeout: '2d' } } };

const fleet = fleetFile({
  'skip-pool': [
    { name: 'aks-easy' },
    {
      name: 'aks-hard',
      pools: [
        { name: 'system', mode: 'System', count: 1 },
        { name: 'np1', count: 1 },
        { name: 'win22', osSku: 'Windows2022', count: 1 },
      ],
    },
  ],
  'retry-stage': [{ name: 'aks-stuck-a' }, { name: 'aks-stuck-b' }],
  'abort-cluster': [{ name: 'aks-aborted', pools: [slowPool] }, { name: 'aks-goes-on' }],
  halfway: [{ name: 'aks-halfway' }],
  'pause-at-stage': testAndProduction('paused'),
  'nobody-approves': testAndProduction('expired'),
  'new-run': testAndProduction('carried'),
  'skip-stage': testAndProduction('skipped'),
  'abort-stage': testAndProduction('stopped').map((cluster) => ({ ...cluster, pools: [slowPool] })),
  'pause-at-cluster': ['aks-first', 'aks-second'].map((name) => ({ name, pools: [unhurried] })),
  'skip-held': [{ name: 'aks-held', pools: [unhurried, { name: 'np1', count: 1 }] }],
  'abort-in-soak': [
    {
      name: 'aks-soaks',
      pools: [
        { name: 'system', mode: 'System', count: 1 },
        { name: 'np1', count: 1 },
      ],
    },
  ],
  frozen: [{ name: 'aks-frozen' }],
});

const atGate = (status: CampaignStatus) => status.waitingFor.some(({ kind }) => kind === 'gate');
const inStageSoak = ({ waitingFor }: CampaignStatus) =>
  waitingFor.some(({ kind, name }) => kind === 'soak' && name === 'test');

const isPaused = ({ phase }: CampaignStatus) => phase === 'Paused';
const nobodyAsked = { approval: { required: false } };

const twoStages = (test: object) => [
  { name: 'test', clusters: [{ tags: { ring: 'test' } }], ...test },
  { name: 'production', clusters: [{ tags: { ring: 'production' } }] },
];

const it = withDrydock({ fleet, speed: 2400 }).extend(
  'operationsOf',
  ({ drydock }) =>
    async (name: string) =>
      (await acceptedOperations(drydock.simulator)).filter(({ cluster }) => cluster === name),
);

/** One Azure, one worker, a group of clusters for every question. */
describe.concurrent('an operator steers node pools', () => {
  it('skips a pool and continues with the next; that is never Completed', async ({
    drydock,
    operationsOf,
  }) => {
    await drydock.simulator.fault({
      kind: 'deny',
      match: { method: 'PUT', pool: 'np1', cluster: 'aks-hard' },
    });
    const campaign = await drydock.start(groupSpec('skip-pool'));
    await campaign.until(needsDecision);
    expect(await campaign.steer('skip', { target: 'pool/aks-hard/np1', reason: 'will be replaced' })).toBe(
      "Skipping node pool np1 of aks-hard; aks-hard counts as failed when it ends. The failure policy's pause ends.",
    );
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      clusters: [
        { phase: 'Completed' },
        { phase: 'CompletedWithFailures', reason: 'node pools failed, then skipped: np1' },
      ],
    });
    const hard = await operationsOf('aks-hard');
    expect(hard.map(tell)).toContain('aks-hard node-pool-upgrade win22 1.33.5 -> 1.34.1');
    expect(hard.some(({ pool }) => pool === 'np1')).toBe(false);
  });

  it('leaves a pool that is blocked, and aborts none that does not run', async ({
    drydock,
    operationsOf,
  }) => {
    const campaign = await drydock.start(groupSpec('skip-held', patient));
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-held' });
    await campaign.steer('pause');
    const stepsOf = ({ stages }: CampaignStatus) =>
      stages[0]!.clusters[0]!.steps.filter(({ pool }) => pool !== null).map(({ phase }) => phase);
    const held = await campaign.until((status) => stepsOf(status)[1] === 'Waiting');
    expect(stepsOf(held)).toEqual(['Completed', 'Waiting']);
    const said = { by: 'alice', reason: 'a test' };
    const abort = (pool: string) =>
      steerTarget(drydock.session, campaign.name, 'abort', { target: `pool/aks-held/${pool}`, ...said });
    await expect(abort('system')).rejects.toThrow('has ended (Completed): there is nothing to abort.');
    await expect(abort('np1')).rejects.toThrow('nothing of it runs in Azure (Waiting)');
    await steerTarget(drydock.session, campaign.name, 'skip', { target: 'pool/aks-held/np1', ...said });
    await campaign.until((status) => stepsOf(status)[1] === 'Skipped');
    await campaign.steer('resume');
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      clusters: [{ reason: 'node pools skipped: np1' }],
    });
    expect((await operationsOf('aks-held')).some(({ pool }) => pool === 'np1')).toBe(false);
  });
});

describe.concurrent('an operator steers clusters', () => {
  it('aborts a pool that only soaks: nothing follows before a decision', async ({
    drydock,
    operationsOf,
  }) => {
    const campaign = await drydock.start(
      groupSpec('abort-in-soak', { nodePools: { defaults: { soak: '20d' } } }),
    );
    await campaign.until(({ waitingFor }) => waitingFor.some(({ name }) => name === 'aks-soaks/system'));
    await campaign.steer('abort', { target: 'pool/aks-soaks/system', reason: 'errors in the shop' });
    const { waitingFor } = await campaign.until(needsDecision);
    expect(waitingFor.find(({ kind }) => kind === 'decision')).toMatchObject({
      because: expect.stringMatching(/^The step was aborted by alice: errors in the shop\. /) as unknown,
      actions: expect.arrayContaining([
        expect.objectContaining({ verb: 'rollback', target: 'pool/aks-soaks/system' }),
      ]) as unknown,
    });
    expect((await operationsOf('aks-soaks')).some(({ pool }) => pool === 'np1')).toBe(false);
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
  });

  it('aborts one cluster, which is no failure, and lets the others continue', async ({ drydock }) => {
    const stage = { maxConcurrency: 1, failurePolicy: { maxFailures: 0 } };
    const campaign = await drydock.start(groupSpec('abort-cluster', { stages: [stage] }));
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-aborted' });
    expect(await campaign.steer('abort', { target: 'cluster/aks-aborted' })).toContain(
      'Operations may still run in Azure: aks-aborted',
    );
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      clusters: [{ phase: 'Aborted' }, { phase: 'Completed' }],
    });
  });

  it('says where an aborted control plane stands, which cannot go back', async ({ drydock }) => {
    // So that it is aborted before the end of its upgrade is seen, on a busy machine, too.
    const match = { method: 'PUT', cluster: 'aks-halfway' };
    await drydock.simulator.fault({ kind: 'late-answer', match, milliseconds: 3000 });
    const campaign = await drydock.start(groupSpec('halfway'));
    await untilAccepted(drydock.simulator, 'control-plane-upgrade', { cluster: 'aks-halfway' });
    await campaign.steer('abort', { target: 'cluster/aks-halfway' });
    await campaign.result();
    const [step] = (await campaign.status()).stages[0]!.clusters[0]!.steps;
    expect(step).toMatchObject({
      phase: 'Aborted',
      detail: expect.stringMatching(/^Azure reports 1\.34\.1, \w+/),
    });
  });

  it('pauses at the end of a cluster; with nothing left to begin it stands still until resumed', async ({
    drydock,
    operationsOf,
  }) => {
    const campaign = await drydock.start(
      groupSpec('pause-at-cluster', { stages: [{ maxConcurrency: 1 }], ...patient }),
    );
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-first' });
    expect(await campaign.steer('pause', { at: 'cluster' })).toContain(
      'clusters that have begun finish first',
    );
    const first = await campaign.until(isPaused);
    expect(first.stages[0]!.clusters.map(({ phase }) => phase)).toEqual(['Completed', 'NotStarted']);
    expect(await operationsOf('aks-second')).toEqual([]);
    await campaign.steer('resume');
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-second' });
    await campaign.steer('pause', { at: 'cluster' });
    const second = await campaign.until(isPaused);
    expect(second.stages[0]!.clusters.map(({ phase }) => phase)).toEqual(['Completed', 'Completed']);
    expect(second.waitingFor[0]?.act).toContain('nothing is left to begin');
    await campaign.steer('resume');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });
});

describe.concurrent('an operator steers stages', () => {
  it('retries a whole stage, and a cluster that was skipped while its stage runs', async ({ drydock }) => {
    for (const cluster of ['aks-stuck-a', 'aks-stuck-b'])
      await drydock.simulator.fault({ kind: 'deny', match: { method: 'PUT', pool: 'system', cluster } });
    const failurePolicy = { maxFailures: 2, minSuccess: '0%', maxConsecutive: 5 };
    const campaign = await drydock.start(groupSpec('retry-stage', { stages: [{ failurePolicy }] }));
    const stuck = (status: CampaignStatus) =>
      (status.stages[0]?.clusters ?? []).filter(({ phase }) => phase === 'NeedsDecision');
    await campaign.until((status) => stuck(status).length === 2);
    await campaign.steer('skip', { target: 'cluster/aks-stuck-a' });
    await campaign.until(({ stages }) => stages[0]!.clusters.some(({ finishedAt }) => finishedAt !== null));
    expect(await campaign.steer('retry', { target: 'stage/all' })).toBe(
      "Retrying aks-stuck-a, aks-stuck-b. The failure policy's pause ends.",
    );
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });

  it('pauses at the end of a stage, ends a soak early, and asks as many approvers as the file says', async ({
    drydock,
  }) => {
    const approval = { approvers: ['oncall', 'lead'], quorum: 2 };
    const campaign = await drydock.start(
      groupSpec('pause-at-stage', { stages: twoStages({ soak: '30d', approval }) }),
    );
    await untilAccepted(drydock.simulator, 'control-plane-upgrade', { cluster: 'aks-paused-test' });
    await campaign.steer('pause', { at: 'stage' });
    await campaign.until(inStageSoak);
    await campaign.steer('promote');
    await campaign.until(({ phase }) => phase === 'Paused');
    await campaign.steer('resume');
    await campaign.until(atGate);
    const approve = (by: string) =>
      campaign.steer('approve', { gate: 'test', digest: campaign.plan.digest, by });
    expect(await approve('oncall')).toContain('1 more must approve');
    await expect(approve('oncall')).rejects.toThrow('has approved gate test already');
    expect((await campaign.status()).waitingFor).toMatchObject([
      { kind: 'gate', approvals: { quorum: 2, approvedBy: ['oncall'], from: ['lead'] } },
    ]);
    expect(await approve('lead')).toContain('the next stage begins once');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    const { decisions } = await campaign.status();
    expect(decisions.map(({ verb }) => verb)).toEqual([
      'start',
      'pause',
      'promote',
      'resume',
      'approve',
      'approve',
    ]);
  });

  it('skips a stage that has not begun, says who and why, and requests no approval of it', async ({
    drydock,
    operationsOf,
  }) => {
    const stages = twoStages({ soak: '30d' });
    const campaign = await drydock.start(groupSpec('skip-stage', { stages }));
    await campaign.until(inStageSoak);
    const target = 'stage/production';
    expect(await campaign.steer('skip', { target, reason: 'moves next week' })).toBe(
      'Skipping aks-skipped-production.',
    );
    const { stages: seen } = await campaign.status();
    const reason = 'skipped by alice: moves next week';
    expect(seen[1]).toMatchObject({ phase: 'Skipped', clusters: [{ phase: 'Skipped', reason }] });
    await campaign.steer('promote');
    expect(await campaign.result()).toMatchObject({
      phase: 'Completed',
      reason: 'skipped: aks-skipped-production',
    });
    expect(await operationsOf('aks-skipped-production')).toEqual([]);
  });

  it('aborts a stage: after it the campaign waits, after the last it ends', async ({
    drydock,
    operationsOf,
  }) => {
    const campaign = await drydock.start(groupSpec('abort-stage', { stages: twoStages(nobodyAsked) }));
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-stopped-test' });
    expect(await campaign.steer('abort', { target: 'stage/test' })).toBe(
      'Aborting stage test; the campaign then pauses. Operations may still run in Azure: aks-stopped-test.',
    );
    const paused = await campaign.until(isPaused);
    expect(paused.stages.map(({ phase }) => phase)).toEqual(['Paused', 'NotStarted']);
    expect(paused.stages[0]!.clusters).toMatchObject([{ phase: 'Aborted' }]);
    await expect(campaign.steer('abort', { target: 'stage/test' })).rejects.toThrow(
      'Stage test has ended: there is nothing to abort.',
    );
    await campaign.steer('resume');
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-stopped-production' });
    expect(await campaign.steer('abort', { target: 'stage/production' })).toContain(
      'the campaign then ends.',
    );
    expect(await campaign.result()).toMatchObject({
      phase: 'Failed',
      clusters: [{ phase: 'Aborted' }, { phase: 'Aborted' }],
    });
    expect((await operationsOf('aks-stopped-production')).at(-1)).toMatchObject({ kind: 'abort' });
  });

  it('ends the campaign without an approval in time where the file says so', async ({ drydock }) => {
    const approval = { expires: '1h', onExpiry: 'Abort' };
    const campaign = await drydock.start(groupSpec('nobody-approves', { stages: twoStages({ approval }) }));
    expect(await campaign.result()).toMatchObject({
      phase: 'Aborted',
      reason: 'gate test: no approval within 1h',
    });
  });
});

describe('a campaign as a whole', () => {
  // Not beside the others: the setting is this process's own.
  it('continues in a new run between two stages, and nothing of its state is lost', async ({ drydock }) => {
    process.env.DRYDOCK_CONTINUE_AFTER_EVENTS = '1';
    const campaign = await drydock
      .start(groupSpec('new-run', { stages: twoStages({ approval: { approvers: ['oncall'] } }) }))
      .finally(() => delete process.env.DRYDOCK_CONTINUE_AFTER_EVENTS);
    const before = await campaign.until(atGate);
    await campaign.steer('approve', { gate: 'test', digest: campaign.plan.digest, by: 'oncall' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    const after = await campaign.status();
    expect(after.startedAt).toBe(before.startedAt);
    expect(after.decisions.map(({ verb }) => verb)).toEqual(['start', 'approve']);
    expect(after.stages.map(({ phase }) => phase)).toEqual(['Completed', 'Completed']);
    const { workflowExecution: _, ...started } = (await campaign.history()).events![0]!
      .workflowExecutionStartedEventAttributes! as {
      workflowExecution?: unknown;
      continuedExecutionRunId?: string;
    };
    expect(started.continuedExecutionRunId).not.toBe('');
    // Temporal keeps summary and details of the start with the first run.
    const handle = drydock.session.client.workflow.getHandle(`campaign/${campaign.name}`);
    expect((await handle.describe()).memo).toMatchObject({ planDigest: campaign.plan.digest });
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain(`Plan \`${campaign.plan.digest}\`, started by alice: a test`);
  });

  // Nor this one: it blocks every campaign.
  it('blocks every change in a freeze until it is lifted', async ({ drydock, operationsOf }) => {
    const said = { by: 'cto', reason: 'sales' };
    const [name, hour] = ['black-friday', 3_600_000];
    await withFreezes(async (freezes, now) => {
      const iso = (ms: number) => new Date(now + ms).toISOString();
      const over = await freezes.create({ name, from: iso(-2 * hour), until: iso(-hour), ...said });
      await expect(freezes.lift({ name, at: iso(0), ...said })).rejects.toThrow(
        `is over since ${over.until}`,
      );
      await freezes.create({ name, from: iso(0), until: null, ...said });
    });
    const campaign = await drydock.start(groupSpec('frozen'));
    const frozen = await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'freeze'));
    expect(frozen.waitingFor[0]).toMatchObject({
      name: expect.stringContaining('black-friday') as unknown,
      act: 'drydock freeze lift black-friday --reason TEXT',
    });
    expect(await operationsOf('aks-frozen')).toEqual([]);
    const at = await withFreezes(async (freezes, now) => {
      const moment = new Date(now).toISOString();
      await freezes.lift({ name: 'black-friday', at: moment, ...said });
      return moment;
    });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await withFreezes((freezes) => freezes.list())).toMatchObject([
      { name: 'black-friday', lifted: null },
      { name: 'black-friday', lifted: { at, by: 'cto' } },
    ]);
  });
});
