import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CampaignStatus } from '#domain/campaign/status.ts';
import { acceptedOperations, tell } from '../support/accepted-operations.ts';
import { type Drydock, openDrydock } from '../support/drydock.ts';
import { aSpec, oneCluster } from '../support/specs.ts';
import { temporalAddress } from '../support/temporal-server.ts';

const pool = { method: 'PUT', pool: 'system' };
const needsDecision = (status: CampaignStatus) => status.phase === 'NeedsDecision';

describe('what goes wrong in Azure', () => {
  let drydock: Drydock;
  beforeEach(async () => {
    drydock = await openDrydock(temporalAddress(), { scenario: 'small', speed: 2400 });
  });
  afterEach(() => drydock.stop());

  it.each([
    ['a throttled PUT', { kind: 'throttle', match: pool, retryAfterSeconds: 1 }],
    ['an answer that is lost after the PUT was accepted', { kind: 'lost-answer', match: pool }],
    ['a connection that is reset before the PUT acts', { kind: 'reset', match: pool }],
    ['an internal error', { kind: 'error-answer', match: pool, status: 500 }],
    ['an operation record that is gone', { kind: 'operation-expired', match: pool }],
    ['a last word that nobody knows', { kind: 'unknown-ending', match: pool }],
    ['a progress that speaks of failure', { kind: 'poison-words', match: pool }],
    ['an error beside a state that runs', { kind: 'not-latest-operation', match: pool }],
    ['a token that is challenged', { kind: 'challenge', match: pool }],
    ['a race that is lost', { kind: 'etag-mismatch', match: pool }],
    ["somebody else's operation", { kind: 'conflict', match: pool, minutes: 5 }],
  ])('survives %s: each step is accepted once', async (_, fault) => {
    await drydock.simulator.fault(fault);
    const campaign = await drydock.start(oneCluster);
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    const upgrades = (await acceptedOperations(drydock.simulator)).filter(({ kind }) =>
      kind.endsWith('upgrade'),
    );
    expect(upgrades.map(tell)).toEqual([
      'aks-one-weu control-plane-upgrade 1.33.5 -> 1.34.1',
      'aks-one-weu node-pool-upgrade system 1.33.5 -> 1.34.1',
    ]);
  });

  it.each([
    [
      'an operation that fails half way',
      { kind: 'operation-fails', match: pool, afterNodes: 1, code: 'UpgradeFailed' },
      /UpgradeFailed/,
    ],
    ['a missing permission', { kind: 'deny', match: pool }, /docs\/permissions\.md/],
    [
      'an operation that was preempted',
      { kind: 'preemption', match: pool, afterNodes: 1 },
      /newer operation/,
    ],
    ['a full subnet', { kind: 'subnet-full', match: pool }, /no addresses/],
    ['a lock', { kind: 'scope-locked', match: pool }, /lock, or a disabled/],
  ])('asks a person about %s, and goes on after a retry', async (_, fault, sentence) => {
    await drydock.simulator.fault(fault);
    const campaign = await drydock.start(oneCluster);
    const status = await campaign.until(needsDecision);
    expect(status.stages[0]?.clusters[0]?.reason).toMatch(sentence);
    expect(status.waitingFor).toContainEqual(
      expect.objectContaining({ kind: 'decision', act: expect.stringContaining('drydock retry') }),
    );
    await campaign.steer('retry', { target: 'cluster/aks-one-weu' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });

  it('says while Azure is silent why nothing moves', async () => {
    const silent = {
      kind: 'error-answer',
      match: { method: 'GET' },
      status: 500,
      message: 'Down.',
      times: 1000,
    };
    const campaign = await drydock.start(oneCluster);
    await campaign.until(({ stages }) => stages[0]?.clusters[0]?.steps[0]?.phase === 'Running');
    await drydock.simulator.fault(silent);
    await campaign.until(({ stages }) => {
      const [step] = stages[0]?.clusters[0]?.steps.filter(({ phase }) => phase === 'Running') ?? [];
      return /Down\. .* \(attempt \d+\)$/.test(step?.detail ?? '');
    });
    await drydock.simulator.clearFaults();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
  });

  it('does not believe a success that the nodes deny', async () => {
    await drydock.simulator.fault({ kind: 'lying-success', match: pool });
    const campaign = await drydock.start(oneCluster);
    const status = await campaign.until(needsDecision);
    expect(status.stages[0]?.clusters[0]?.reason).toMatch(/runs 1\.33\.5 instead of 1\.34\.1/);
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
  });

  it('leaves a cluster that a person skips, and never says Completed', async () => {
    await drydock.simulator.fault({ kind: 'operation-fails', match: pool, afterNodes: 1 });
    const campaign = await drydock.start(oneCluster);
    await campaign.until(needsDecision);
    await campaign.steer('skip', { target: 'cluster/aks-one-weu', reason: 'will be rebuilt' });
    expect(await campaign.result()).toMatchObject({
      phase: 'Failed',
      clusters: [{ phase: 'Skipped', reason: expect.stringContaining('will be rebuilt') }],
    });
  });
});

/** The fleet's clock begins at 08:00 UTC; others are waited for two hours at most, the work for eight. */
const opensInTheEvening = `  maintenance:
    timezone: UTC
    maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: "22:00", durationHours: 10 }
  timeouts: { cluster: 8h }`;

describe('a window that opens late', () => {
  let drydock: Drydock;
  beforeEach(async () => {
    drydock = await openDrydock(temporalAddress(), { scenario: 'small', speed: 4800 });
  });
  afterEach(() => drydock.stop());

  it('is neither a wait for others nor time that the work takes', async () => {
    await drydock.simulator.fault({ kind: 'conflict', match: { method: 'PUT' } });
    const campaign = await drydock.start(aSpec(opensInTheEvening));
    await campaign.until((status) => status.finishedAt !== null || needsDecision(status));
    expect(await campaign.status()).toMatchObject({ phase: 'Completed', reason: null });
  });
});
