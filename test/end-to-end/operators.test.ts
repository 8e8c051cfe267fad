import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptedOperations, untilAccepted } from '../support/accepted-operations.ts';
import { type Drydock, openDrydock, type StartedCampaign } from '../support/drydock.ts';
import { aSpec, oneCluster, twoStages } from '../support/specs.ts';
import { temporalAddress } from '../support/temporal-server.ts';

describe('what operators say to a running campaign', () => {
  let drydock: Drydock;
  beforeEach(async () => {
    drydock = await openDrydock(temporalAddress(), { scenario: 'small', speed: 600 });
  });
  afterEach(() => drydock.stop());

  it('pauses after what is in flight, says what that is, and goes on where it stood', async () => {
    const campaign = await drydock.start(oneCluster);
    await untilRunning(campaign, 'control plane');
    expect(await campaign.steer('pause', { reason: 'incident 7' })).toBe(
      'Paused: what is in flight in Azure is finished. In flight: aks-one-weu.',
    );
    const paused = await campaign.until(({ phase }) => phase === 'Paused');
    expect(paused.reason).toContain('incident 7');
    expect((await acceptedOperations(drydock.simulator)).map(({ kind, result }) => [kind, result])).toEqual([
      ['control-plane-upgrade', 'Succeeded'],
    ]);
    await expect(campaign.steer('pause')).rejects.toThrow('already');
    await campaign.steer('resume');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });

  it('aborts the running operation in Azure, touches nothing more and says what it left', async () => {
    const campaign = await drydock.start(
      oneCluster.replace('defaults: { ', 'defaults: { upgradeSettings: { maxSurge: "2" }, '),
    );
    await untilRunning(campaign, 'system');
    await untilAccepted(drydock.simulator, 'node-pool-upgrade');
    expect(await campaign.steer('abort', { reason: 'wrong week' })).toContain('In flight: aks-one-weu');
    expect(await campaign.result()).toMatchObject({
      phase: 'Aborted',
      reason: 'aborted by alice: wrong week',
    });
    const operations = await acceptedOperations(drydock.simulator);
    expect(operations.map(({ kind, result }) => [kind, result])).toEqual([
      ['control-plane-upgrade', 'Succeeded'],
      ['node-pool-upgrade', 'Canceled'],
      ['abort', 'Succeeded'],
    ]);
    const { notRestored } = await campaign.status();
    expect(notRestored).toMatchObject([{ pool: 'system', setting: 'maxSurge', value: '1' }]);
    expect(notRestored[0]?.command).toContain('--max-surge 1');
  });

  it('takes a cancellation in Temporal as an abort', async () => {
    const campaign = await drydock.start(oneCluster);
    await untilAccepted(drydock.simulator, 'control-plane-upgrade');
    await drydock.session.client.workflow.getHandle(`campaign/${campaign.name}`).cancel();
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    expect((await acceptedOperations(drydock.simulator)).at(-1)).toMatchObject({ kind: 'abort' });
  });

  it('waits for a cluster that another campaign holds', async () => {
    const first = await drydock.start(oneCluster);
    await untilAccepted(drydock.simulator, 'control-plane-upgrade');
    const second = await drydock.start(oneCluster);
    const results = await Promise.all([first.result(), second.result()]);
    expect(results.map(({ phase }) => phase)).toContain('Completed');
    const upgrades = (await acceptedOperations(drydock.simulator)).filter(({ kind }) =>
      kind.endsWith('upgrade'),
    );
    expect(upgrades).toHaveLength(2);
  });
});

describe('a maintenance window', () => {
  let drydock: Drydock;
  beforeEach(async () => {
    drydock = await openDrydock(temporalAddress(), { scenario: 'small', speed: 2400 });
  });
  afterEach(() => drydock.stop());

  it('holds everything back until it opens', async () => {
    const opensAt = await nextHourButOne(drydock);
    const campaign = await drydock.start(
      aSpec(`  maintenance:
    timezone: Etc/UTC
    maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: "${opensAt.slice(11, 16)}", durationHours: 8 }
    minRemaining: 30m
`),
    );
    const waiting = await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'window'));
    expect(waiting.waitingFor[0]).toMatchObject({ until: opensAt });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    const [first] = await acceptedOperations(drydock.simulator);
    expect(Date.parse(first!.at)).toBeGreaterThanOrEqual(Date.parse(opensAt));
  });
});

describe('the gate between two stages', () => {
  let drydock: Drydock;
  let campaign: StartedCampaign;
  beforeEach(async () => {
    drydock = await openDrydock(temporalAddress(), { scenario: 'two-stages', speed: 3600 });
    campaign = await drydock.start(twoStages);
    await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'gate'));
  });
  afterEach(() => drydock.stop());

  it('opens only for a named approver other than the starter, and only for the plan that runs', async () => {
    const { digest } = campaign.plan;
    const approve = (by: string, about: string) =>
      campaign.steer('approve', { gate: 'test', digest: about, by });
    await expect(approve('alice', digest)).rejects.toThrow('alice started the campaign');
    await expect(approve('mallory', digest)).rejects.toThrow('not an approver');
    await expect(approve('oncall', 'sha256:other')).rejects.toThrow('about plan sha256:other');
    await expect(campaign.steer('approve', { gate: 'production', digest, by: 'oncall' })).rejects.toThrow(
      'no gate',
    );
    const before = await acceptedOperations(drydock.simulator);
    expect(new Set(before.map(({ cluster }) => cluster))).toEqual(new Set(['aks-test-weu']));
    await campaign.steer('reject', { gate: 'test', digest, by: 'oncall', reason: 'error rate is up' });
    expect(await campaign.result()).toMatchObject({
      phase: 'Aborted',
      reason: 'gate/test was rejected by oncall: error rate is up',
    });
    expect(await acceptedOperations(drydock.simulator)).toEqual(before);
    const { decisions } = await campaign.status();
    expect(decisions.map(({ verb, by }) => `${verb} by ${by}`)).toEqual([
      'start by alice',
      'reject by oncall',
    ]);
  });
});

async function untilRunning(campaign: StartedCampaign, step: string): Promise<void> {
  await campaign.until((status) =>
    status.stages.some((stage) =>
      stage.clusters.some((cluster) =>
        cluster.steps.some((each) => each.name === step && each.phase === 'Running'),
      ),
    ),
  );
}

/** Two to three hours ahead of the simulated clock, so that a slow machine cannot be too late. */
async function nextHourButOne(drydock: Drydock): Promise<string> {
  const { text } = await drydock.simulator.ask('/_simulator/clock');
  const { now } = JSON.parse(text) as { now: string };
  const hour = 3_600_000;
  return new Date((Math.floor(Date.parse(now) / hour) + 3) * hour).toISOString();
}
