import { describe, expect } from 'vitest';
import type { CampaignStatus } from '#domain/status/status.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell, untilAccepted } from '../simulated/accepted-operations.ts';

const till = { kind: 'Deployment', namespace: 'shop', name: 'till', replicas: 1 };
const guarded = { workloads: [{ ...till, budget: { minAvailable: 1 } }] };
const fleet = fleetFile({
  'old-api': [{ name: 'aks-old-api' }],
  budget: [{ name: 'aks-budget', ...guarded }],
  'in-vain': [{ name: 'aks-in-vain' }],
  killed: [{ name: 'aks-killed' }],
  'not-switched': [{ name: 'aks-not-switched' }],
  unforced: [{ name: 'aks-unforced' }],
});

// Long, for on a busy machine a switch takes a while, and what ran out meanwhile is switched on again.
const allowed = { approvers: ['bob'], longest: '20h' };
const forMs = 12 * 3_600_000;
const whatItAsks = (status: CampaignStatus) => status.waitingFor.find(({ kind }) => kind === 'decision')?.act;

const it = withDrydock({ fleet, speed: 2400 })
  .extend(
    'operationsOf',
    ({ drydock }) =>
      async (name: string) =>
        (await acceptedOperations(drydock.simulator)).filter(({ cluster }) => cluster === name).map(tell),
  )
  .extend('isForced', ({ drydock }) => async (name: string) => {
    const { text } = await drydock.simulator.ask(`/_simulator/state?cluster=${name}`);
    const { clusters } = JSON.parse(text) as { clusters: [{ properties: Properties }] };
    return clusters[0].properties.upgradeSettings?.overrideSettings?.forceUpgrade ?? 'never was';
  })
  .extend(
    'usesOldApi',
    ({ drydock }) =>
      (cluster: string, times: number) =>
        drydock.simulator.fault({ kind: 'deprecated-api', times, match: { cluster } }),
  );

describe('a force upgrade', () => {
  const forced = (name: string) => ({ target: `cluster/aks-${name}`, forMs, by: 'bob' });

  it.concurrent('goes past a deprecated API in use once a second person says so, and is off afterwards', async ({
    drydock,
    operationsOf,
    isForced,
    usesOldApi,
  }) => {
    await usesOldApi('aks-old-api', 100);
    const campaign = await drydock.start(groupSpec('old-api', { forceUpgrade: allowed }));
    const asked = await campaign.until(needsDecision);
    expect(whatItAsks(asked)).toMatch(
      /or drydock force \S+ --target cluster\/\S+ --reason TEXT \(control plane alone, by someone other than the initiator\)/,
    );
    await expect(campaign.steer('force', { ...forced('old-api'), by: 'alice' })).rejects.toThrow(
      'alice started',
    );
    await expect(campaign.steer('force', { ...forced('old-api'), by: 'eve' })).rejects.toThrow(
      'not an approver',
    );
    await expect(campaign.steer('force', { ...forced('old-api'), forMs: 2 * forMs })).rejects.toThrow(
      '20h at most',
    );
    expect(await operationsOf('aks-old-api')).toEqual([]);

    await campaign.steer('pause');
    expect(await campaign.steer('force', forced('old-api'))).toMatch(
      /^Retrying control plane of aks-old-api with force.*switched off after this attempt.*holds for no later step/,
    );
    const allowedOnly = await campaign.until((status) => forceOf(status) !== undefined);
    expect(forceOf(allowedOnly)).toMatchObject({ by: 'bob', step: 'control plane', until: null });
    await campaign.steer('resume');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await operationsOf('aks-old-api')).toEqual([
      'aks-old-api settings',
      'aks-old-api control-plane-upgrade 1.33.5 -> 1.34.1',
      'aks-old-api settings',
      'aks-old-api node-pool-upgrade system 1.33.5 -> 1.34.1',
      'aks-old-api settings system',
    ]);
    expect(await isForced('aks-old-api')).toBe(false);
    const { decisions, journal } = await campaign.status();
    expect(decisions).toContainEqual(
      expect.objectContaining({ verb: 'force', by: 'bob', target: 'cluster/aks-old-api' }),
    );
    expect(journal?.map(({ what, target, text }) => `${what} ${target}: ${text}`)).toEqual([
      expect.stringMatching(/^asked cluster\/aks-old-api: .*deprecated/),
      expect.stringMatching(
        /^force-on cluster\/aks-old-api: for control plane, until .* allowed by bob: a test$/,
      ),
      'force-off cluster/aks-old-api: disabled',
    ]);
  });

  it.concurrent('goes past a budget that the preflight would not let it touch', async ({
    drydock,
    isForced,
  }) => {
    const campaign = await drydock.start(groupSpec('budget', { preflight: {}, forceUpgrade: allowed }));
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]!.clusters[0]!.reason).toContain('pdb shop/till');
    await campaign.steer('force', forced('budget'));
    const again = await campaign.until((status) => needsDecision(status) && hasControlPlane(status));
    expect(again.stages[0]!.clusters[0]!.reason).toContain('pdb shop/till');
    await campaign.steer('force', forced('budget'));
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await isForced('aks-budget')).toBe(false);
  });

  it.concurrent('is off again although its attempt failed', async ({ drydock, isForced, usesOldApi }) => {
    await usesOldApi('aks-in-vain', 100);
    const campaign = await drydock.start(groupSpec('in-vain', { forceUpgrade: allowed }));
    await campaign.until(needsDecision);
    await drydock.simulator.fault({
      kind: 'deny',
      match: { cluster: 'aks-in-vain', method: 'PUT' },
      after: 1,
    });
    await campaign.steer('force', forced('in-vain'));
    await untilAccepted(drydock.simulator, 'settings', { cluster: 'aks-in-vain', times: 2 });
    const asked = await campaign.until(needsDecision);
    expect(asked.stages[0]!.clusters[0]!.reason).toContain('docs/permissions.md');
    expect(await isForced('aks-in-vain')).toBe(false);
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
  });

  it.concurrent('is for one attempt, also where it could not even be switched on', async ({
    drydock,
    operationsOf,
    usesOldApi,
  }) => {
    await usesOldApi('aks-not-switched', 100);
    const campaign = await drydock.start(groupSpec('not-switched', { forceUpgrade: allowed }));
    await campaign.until(needsDecision);
    await drydock.simulator.fault({ kind: 'deny', match: { cluster: 'aks-not-switched', method: 'PUT' } });
    await campaign.steer('force', forced('not-switched'));
    const reasonIs = (words: RegExp) => (status: CampaignStatus) =>
      needsDecision(status) && words.test(status.stages[0]!.clusters[0]!.reason ?? '');
    await campaign.until(reasonIs(/permissions\.md/));
    await campaign.steer('retry', { target: 'cluster/aks-not-switched' });
    await campaign.until(reasonIs(/deprecated|API that the target version removes/));
    expect(await operationsOf('aks-not-switched')).toEqual([]);
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
  });

  it.concurrent('is refused where the file says nothing of it', async ({ drydock, isForced, usesOldApi }) => {
    await usesOldApi('aks-unforced', 100);
    const campaign = await drydock.start(groupSpec('unforced'));
    const asked = await campaign.until(needsDecision);
    expect(whatItAsks(asked)).not.toContain('or drydock force');
    await expect(campaign.steer('force', forced('unforced'))).rejects.toThrow('spec.forceUpgrade');
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
    expect(await isForced('aks-unforced')).toBe('never was');
  });

  it('is off again although the worker died under it', async ({ drydock, isForced, usesOldApi }) => {
    await usesOldApi('aks-killed', 100);
    const campaign = await drydock.start(groupSpec('killed', { forceUpgrade: allowed }));
    await campaign.until(needsDecision);
    await campaign.steer('force', forced('killed'));
    await untilAccepted(drydock.simulator, 'control-plane-upgrade', { cluster: 'aks-killed' });
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await isForced('aks-killed')).toBe(false);
  });
});

const forceOf = ({ stages }: CampaignStatus) => stages[0]!.clusters[0]!.force;

interface Properties {
  readonly upgradeSettings?: { readonly overrideSettings?: { readonly forceUpgrade?: boolean } };
}

function hasControlPlane({ stages }: CampaignStatus): boolean {
  return stages[0]!.clusters[0]!.steps[0]?.phase === 'Completed';
}
