import { describe, expect } from 'vitest';
import { withFreezes } from '#cli/schedule/freezes.ts';
import { aSpec } from '../campaigns/campaign-specs.ts';
import { fleetFile, noLooks } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell, untilAccepted } from '../simulated/accepted-operations.ts';
import { clustersApart } from '../simulated/clusters-apart.ts';

/** For each question a cluster, so that they can be asked side by side. */
const apart = clustersApart(24, { pools: [{ name: 'system', mode: 'System', count: 2 }] });

const pool = { method: 'PUT', pool: 'system' };
const withoutLooks = Object.entries(noLooks)
  .map(([field, value]) => `  ${field}: ${JSON.stringify(value)}\n`)
  .join('');

type Fault = { readonly kind: string; readonly match?: object } & Record<string, unknown>;

const it = withDrydock({ fleet: fleetFile({ all: apart.clusters }), speed: 2400 })
  /** A cluster that no one had yet, with the fault that meets it, and a campaign over it. */
  .extend('meet', ({ drydock }) => async (fault: Fault | null, more = '') => {
    const { cluster, stage } = apart.take();
    if (fault !== null) await drydock.simulator.fault({ ...fault, match: { ...fault.match, cluster } });
    return { cluster, campaign: await drydock.start(aSpec(`${withoutLooks}${more}`, stage)) };
  })
  .extend('expectEachStepOnce', ({ drydock }) => async (cluster: string): Promise<void> => {
    const upgrades = (await acceptedOperations(drydock.simulator)).filter(
      (each) => each.cluster === cluster && each.kind.endsWith('upgrade'),
    );
    expect(upgrades.map(tell)).toEqual([
      `${cluster} control-plane-upgrade 1.33.5 -> 1.34.1`,
      `${cluster} node-pool-upgrade system 1.33.5 -> 1.34.1`,
    ]);
  });

describe('what goes wrong in Azure', () => {
  it.concurrent.for<readonly [string, Fault]>([
    ['a throttled PUT', { kind: 'throttle', match: pool, retryAfterSeconds: 1 }],
    ['an answer that is lost after the PUT was accepted', { kind: 'lost-answer', match: pool }],
    ['a connection that is reset before the PUT acts', { kind: 'reset', match: pool }],
    ['an internal error', { kind: 'error-answer', match: pool, status: 500 }],
    ['an operation record that is gone', { kind: 'operation-expired', match: pool }],
    ['an unknown final state', { kind: 'unknown-ending', match: pool }],
    ['a progress that speaks of failure', { kind: 'misleading-status', match: pool }],
    ['an error beside a state that runs', { kind: 'not-latest-operation', match: pool }],
    ['a token that is challenged', { kind: 'challenge', match: pool }],
    ['a race that is lost', { kind: 'etag-mismatch', match: pool }],
    ["somebody else's operation", { kind: 'conflict', match: pool, minutes: 5 }],
  ])('survives %s: each step is accepted once', async ([, fault], { meet, expectEachStepOnce }) => {
    const { cluster, campaign } = await meet(fault);
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    await expectEachStepOnce(cluster);
  });

  it.concurrent.for<readonly [string, Fault, RegExp]>([
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
    ['a full subnet', { kind: 'subnet-full', match: pool }, /too few free addresses/],
    ['a lock', { kind: 'scope-locked', match: pool }, /lock or a disabled/],
  ])('asks a person about %s, and continues after a retry', async ([, fault, sentence], { meet }) => {
    const { cluster, campaign } = await meet(fault);
    const status = await campaign.until(needsDecision);
    expect(status.stages[0]?.clusters[0]?.reason).toMatch(sentence);
    expect(status.waitingFor).toContainEqual(
      expect.objectContaining({ kind: 'decision', act: expect.stringContaining('drydock retry') }),
    );
    await campaign.steer('retry', { target: `cluster/${cluster}` });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it.concurrent('leaves a cluster that a person skips, and never says Completed', async ({ meet }) => {
    const { cluster, campaign } = await meet({ kind: 'operation-fails', match: pool, afterNodes: 1 });
    await campaign.until(needsDecision);
    await campaign.steer('skip', { target: `cluster/${cluster}`, reason: 'will be rebuilt' });
    expect(await campaign.result()).toMatchObject({
      phase: 'Failed',
      clusters: [{ phase: 'Failed', reason: expect.stringContaining('will be rebuilt') }],
    });
  });

  /** Others are waited for two hours at most, the work may take eight. */
  it.concurrent('counts a window that opens late neither as a wait for others nor as work, and sends nothing before', async ({
    drydock,
    meet,
  }) => {
    const now = await withFreezes((_, time) => Promise.resolve(time));
    const opensAt = new Date((Math.ceil(now / 60_000) + 600) * 60_000).toISOString();
    const { cluster, campaign } = await meet(
      { kind: 'conflict', match: { method: 'PUT' } },
      `  maintenance:
    timezone: UTC
    maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: "${opensAt.slice(11, 16)}", durationHours: 10 }
  timeouts: { cluster: 8h }`,
    );
    const waits = await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'window'));
    expect(waits.waitingFor[0]).toMatchObject({ until: opensAt });
    await campaign.until((status) => status.finishedAt !== null || needsDecision(status));
    expect(await campaign.status()).toMatchObject({ phase: 'Completed', reason: null });
    const [first] = (await acceptedOperations(drydock.simulator)).filter((each) => each.cluster === cluster);
    expect(Date.parse(first!.at)).toBeGreaterThanOrEqual(Date.parse(opensAt));
  });

  // Not beside the others: the fault affects all of them.
  it('says while Azure is silent why nothing moves', async ({ drydock, meet }) => {
    const silent = {
      kind: 'error-answer',
      match: { method: 'GET' },
      status: 500,
      message: 'Down.',
      times: 1000,
    };
    const { campaign } = await meet(null);
    await campaign.until(({ stages }) => stages[0]?.clusters[0]?.steps[0]?.phase === 'Running');
    await drydock.simulator.fault(silent);
    await campaign.until(({ stages }) => {
      const [step] = stages[0]?.clusters[0]?.steps.filter(({ phase }) => phase === 'Running') ?? [];
      return /Down\. .* \(attempt \d+(, automatically in \d+s)?\)$/.test(step?.detail ?? '');
    });
    await drydock.simulator.clearFaults();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it('adopts what was accepted but never recorded when its worker died, and sends nothing twice', async ({
    drydock,
    meet,
    expectEachStepOnce,
  }) => {
    const { cluster, campaign } = await meet({ kind: 'late-answer', match: pool, milliseconds: 20_000 });
    await untilAccepted(drydock.simulator, 'node-pool-upgrade', { cluster });
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    await expectEachStepOnce(cluster);
  });
});
