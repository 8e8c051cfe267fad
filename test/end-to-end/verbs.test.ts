import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CampaignStatus } from '#domain/campaign/status.ts';
import { withFreezes } from '#scripts/freezes.ts';
import { acceptedOperations, tell, untilAccepted } from '../support/accepted-operations.ts';
import { type Drydock, openDrydock } from '../support/drydock.ts';
import { fleetFile, groupSpec, slowPool } from '../support/fleet-file.ts';
import { needsDecision } from '../support/needs-decision.ts';
import { temporalAddress } from '../support/temporal-server.ts';
import { openTemporaryFiles } from '../support/temporary-files.ts';

/** One cluster a stage. */
const testAndProduction = (name: string) =>
  ['test', 'production'].map((ring) => ({ name: `aks-${name}-${ring}`, tags: { ring } }));

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
  'pause-at-stage': testAndProduction('paused'),
  'nobody-approves': testAndProduction('expired'),
  'new-run': testAndProduction('carried'),
  frozen: [{ name: 'aks-frozen' }],
});

const atGate = (status: CampaignStatus) => status.waitingFor.some(({ kind }) => kind === 'gate');
const inStageSoak = ({ waitingFor }: CampaignStatus) =>
  waitingFor.some(({ kind, name }) => kind === 'soak' && name === 'test');

const twoStages = (test: object) => [
  { name: 'test', clusters: [{ tags: { ring: 'test' } }], ...test },
  { name: 'production', clusters: [{ tags: { ring: 'production' } }] },
];

/** One Azure, one worker, a group of clusters for every question. */
describe('every verb at every level', () => {
  const files = openTemporaryFiles();
  let drydock: Drydock;
  beforeAll(async () => {
    const scenario = files.write('fleet.json', fleet);
    drydock = await openDrydock(temporalAddress(), { scenario, speed: 2400 });
  });
  afterAll(async () => {
    await drydock.stop();
    files.remove();
  });

  const operationsOf = async (name: string) =>
    (await acceptedOperations(drydock.simulator)).filter(({ cluster }) => cluster === name);

  it.concurrent('skips a pool and goes on with the next; that is never Completed', async () => {
    await drydock.simulator.fault({
      kind: 'deny',
      match: { method: 'PUT', pool: 'np1', cluster: 'aks-hard' },
    });
    const campaign = await drydock.start(groupSpec('skip-pool'));
    await campaign.until(needsDecision);
    await campaign.steer('skip', { target: 'pool/aks-hard/np1', reason: 'will be replaced' });
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      clusters: [{ phase: 'Completed' }, { phase: 'CompletedWithFailures', reason: 'left as they are: np1' }],
    });
    const hard = await operationsOf('aks-hard');
    expect(hard.map(tell)).toContain('aks-hard node-pool-upgrade win22 1.33.5 -> 1.34.1');
    expect(hard.some(({ pool }) => pool === 'np1')).toBe(false);
  });

  it.concurrent('retries a whole stage, and a cluster that was skipped while its stage runs', async () => {
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
      'Tries again: aks-stuck-a, aks-stuck-b.',
    );
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });

  it.concurrent('aborts one cluster and lets the others go on', async () => {
    const stage = {
      maxConcurrency: 1,
      failurePolicy: { maxFailures: 1, minSuccess: '0%', maxConsecutive: 2 },
    };
    const campaign = await drydock.start(groupSpec('abort-cluster', { stages: [stage] }));
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster: 'aks-aborted' });
    expect(await campaign.steer('abort', { target: 'cluster/aks-aborted' })).toContain(
      'In flight: aks-aborted',
    );
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      clusters: [{ phase: 'Aborted' }, { phase: 'Completed' }],
    });
  });

  it.concurrent('pauses at the end of a stage, ends a soak early, and asks as many approvers as the file says', async () => {
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
    expect(await approve('oncall')).toContain('1 more must approve');
    expect(await approve('lead')).toContain('the next stage begins');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    const { decisions } = await campaign.status();
    expect(decisions.map(({ verb }) => verb)).toEqual([
      'start',
      'pause',
      'promote',
      'resume',
      'approve',
      'approve',
      'approve',
    ]);
  });

  it.concurrent('ends the campaign when nobody approves in time and the file says so', async () => {
    const approval = { expires: '1h', onExpiry: 'Abort' };
    const campaign = await drydock.start(groupSpec('nobody-approves', { stages: twoStages({ approval }) }));
    expect(await campaign.result()).toMatchObject({
      phase: 'Aborted',
      reason: 'gate test: nobody approved within 1h',
    });
  });

  // Not beside the others: the setting is this process's own.
  it('goes on in a new run between two stages, and nothing of its state is lost', async () => {
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
  });

  // Nor this one: it holds back everybody.
  it('holds back every change in a freeze until it is lifted', async () => {
    const said = { by: 'cto', reason: 'sales' };
    await withFreezes((freezes, now) =>
      freezes.create({ name: 'black-friday', from: new Date(now).toISOString(), until: null, ...said }),
    );
    const campaign = await drydock.start(groupSpec('frozen'));
    const frozen = await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'freeze'));
    expect(frozen.waitingFor[0]?.name).toContain('black-friday');
    expect(await operationsOf('aks-frozen')).toEqual([]);
    const at = await withFreezes(async (freezes, now) => {
      const moment = new Date(now).toISOString();
      await freezes.lift({ name: 'black-friday', at: moment, ...said });
      return moment;
    });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await withFreezes((freezes) => freezes.list())).toMatchObject([
      { name: 'black-friday', lifted: { at, by: 'cto' } },
    ]);
  });
});
