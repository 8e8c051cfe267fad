import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CampaignStatus } from '#domain/campaign/status.ts';
import { freezeQuery, freezesWorkflowId, freezeUpdates, workflowTypes } from '#workflows/messages.ts';
import { acceptedOperations, tell, untilAccepted } from '../support/accepted-operations.ts';
import { type Drydock, openDrydock } from '../support/drydock.ts';
import { aSpec, oneCluster, twoStages } from '../support/specs.ts';
import { temporalAddress } from '../support/temporal-server.ts';

const pool = { method: 'PUT', pool: 'np1' };
const needsDecision = (status: CampaignStatus) => status.phase === 'NeedsDecision';
const atGate = (status: CampaignStatus) => status.waitingFor.some(({ kind }) => kind === 'gate');
const inStageSoak = ({ waitingFor }: CampaignStatus) =>
  waitingFor.some(({ kind, name }) => kind === 'soak' && name === 'test');

describe('every verb at every level', () => {
  let drydock: Drydock;
  beforeEach(async () => {
    drydock = await openDrydock(temporalAddress(), { scenario: 'two-stages', speed: 3600 });
  });
  afterEach(() => drydock.stop());

  const production = aSpec('', '    - { name: production, clusters: [{ tags: { ring: production } }] }');

  it('skips a pool and goes on with the next; that is never Completed', async () => {
    await drydock.simulator.fault({ kind: 'deny', match: { ...pool, cluster: 'aks-shop-weu' } });
    const campaign = await drydock.start(production);
    await campaign.until(needsDecision);
    await campaign.steer('skip', { target: 'pool/aks-shop-weu/np1', reason: 'will be replaced' });
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      clusters: [{ phase: 'Completed' }, { phase: 'CompletedWithFailures', reason: 'left as they are: np1' }],
    });
    const shop = (await acceptedOperations(drydock.simulator)).filter(
      ({ cluster }) => cluster === 'aks-shop-weu',
    );
    expect(shop.map(tell)).toContain('aks-shop-weu node-pool-upgrade win22 1.33.5 -> 1.34.1');
    expect(shop.some(({ pool: name }) => name === 'np1')).toBe(false);
  });

  it('retries a whole stage, and a cluster that was skipped while its stage runs', async () => {
    const both = production.replace(
      'ring: production } }] }',
      'ring: production } }], maxConcurrency: 2, failurePolicy: { maxFailures: 2, minSuccess: 0%, maxConsecutive: 5 } }',
    );
    await drydock.simulator.fault({ kind: 'deny', match: { method: 'PUT', pool: 'system' }, times: 2 });
    const campaign = await drydock.start(both);
    const stuck = (status: CampaignStatus) =>
      (status.stages[0]?.clusters ?? []).filter(({ phase }) => phase === 'NeedsDecision');
    await campaign.until((status) => stuck(status).length === 2);
    await campaign.steer('skip', { target: 'cluster/aks-pay-weu' });
    await campaign.until(({ stages }) => stages[0]!.clusters.some(({ finishedAt }) => finishedAt !== null));
    expect(await campaign.steer('retry', { target: 'stage/production' })).toBe(
      'Tries again: aks-pay-weu, aks-shop-weu.',
    );
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });

  it('aborts one cluster and lets the others go on', async () => {
    const campaign = await drydock.start(
      production.replace(
        'ring: production } }] }',
        'ring: production } }], failurePolicy: { maxFailures: 1, minSuccess: 0%, maxConsecutive: 2 } }',
      ),
    );
    await untilAccepted(drydock.simulator, 'control-plane-upgrade');
    expect(await campaign.steer('abort', { target: 'cluster/aks-pay-weu' })).toContain(
      'In flight: aks-pay-weu',
    );
    expect(await campaign.result()).toMatchObject({
      phase: 'CompletedWithFailures',
      clusters: [{ phase: 'Aborted' }, { phase: 'Completed' }],
    });
  });

  it('pauses at the end of a stage, ends a soak early, and asks as many approvers as the file says', async () => {
    const campaign = await drydock.start(
      twoStages.replace(
        'soak: 10m, approval: { approvers: [oncall] }',
        'soak: 30d, approval: { approvers: [oncall, lead], quorum: 2 }',
      ),
    );
    await untilAccepted(drydock.simulator, 'control-plane-upgrade');
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

  it('ends the campaign when nobody approves in time and the file says so', async () => {
    const campaign = await drydock.start(
      twoStages.replace('approval: { approvers: [oncall] }', 'approval: { expires: 1h, onExpiry: Abort }'),
    );
    expect(await campaign.result()).toMatchObject({
      phase: 'Aborted',
      reason: 'gate test: nobody approved within 1h',
    });
  });

  it('goes on in a new run between two stages, and nothing of its state is lost', async () => {
    process.env.DRYDOCK_CONTINUE_AFTER_EVENTS = '1';
    const campaign = await drydock
      .start(twoStages)
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
});

describe('a freeze', () => {
  let drydock: Drydock;
  beforeEach(async () => {
    drydock = await openDrydock(temporalAddress(), { scenario: 'small', speed: 1200 });
  });
  afterEach(() => drydock.stop());

  it('holds back every change until it is lifted', async () => {
    const { client } = drydock.session;
    const { taskQueue } = drydock.worker();
    const workflowId = freezesWorkflowId(taskQueue);
    const entity = await client.workflow.start(workflowTypes.freezes, {
      workflowId,
      taskQueue,
      args: [{ freezes: [] }],
    });
    const [from, at] = ['2026-01-01T00:00:00Z', '2026-11-21T00:00:00Z'];
    const request = { name: 'black-friday', from, until: null, by: 'cto', reason: 'sales' };
    await entity.executeUpdate(freezeUpdates.create, { args: [request] });
    const campaign = await drydock.start(oneCluster);
    const frozen = await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'freeze'));
    expect(frozen.waitingFor[0]?.name).toContain('black-friday');
    expect(await acceptedOperations(drydock.simulator)).toEqual([]);
    await entity.executeUpdate(freezeUpdates.lift, {
      args: [{ name: 'black-friday', at, by: 'cto', reason: 'over' }],
    });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    expect(await entity.query(freezeQuery)).toMatchObject([
      { name: 'black-friday', lifted: { at, by: 'cto' } },
    ]);
    await entity.terminate();
  });
});
