import { describe, expect, it } from 'vitest';
import type { Campaign, Maintenance } from '#domain/campaign/campaign.ts';
import type { Freeze } from '#domain/campaign/freeze.ts';
import type { NodePool } from '#domain/fleet/fleet.ts';
import { previewScheduledRun } from '#domain/nightly/preview-scheduled-run.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { aCampaign, aNightlyWindow, aRing } from '../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';

/** A quarter past ten in Berlin. */
const atMs = Date.parse('2025-11-20T21:15:00Z');
const timezone = 'Europe/Berlin';
const current = aPool().latestNodeImageVersion!;

interface Given {
  readonly test?: readonly NodePool[];
  readonly production?: readonly NodePool[];
  readonly campaign?: Partial<Campaign>;
  readonly freezes?: readonly Freeze[];
}

/** A test ring and production, which takes over what test has soaked; nothing is on record. */
function preview({ test = [aPool()], production = [aPool()], campaign = {}, freezes = [] }: Given = {}) {
  const file: Campaign = {
    ...aCampaign({ stages: [aRing('test'), aRing('production')], ...campaign }),
    upgrade: { type: 'NodeImageOnly', nodeImageSelection: 'Consistent' },
    soaksAcrossRuns: true,
  };
  const fleet = aFleet([
    aCluster({ name: 'aks-test', tags: { ring: 'test' }, pools: test }),
    aCluster({ name: 'aks-production', tags: { ring: 'production' }, pools: production }),
  ]);
  const plan = planCampaign({ campaign: file, specDigest: 'sha256:1', fleet, now: atMs });
  return previewScheduledRun({ plan, atMs, timezone, maintenance: file.maintenance, freezes });
}

const opensAt = (startTime: string): Maintenance => {
  const nightly = aNightlyWindow({ timezone });
  return { ...nightly, windows: [{ ...nightly.windows[0]!, startTime }] };
};

const fair = (over: Partial<Freeze> = {}): Freeze => ({
  name: 'fair',
  from: '2025-11-20T12:00:00Z',
  until: null,
  by: 'eva',
  reason: 'CHG7',
  lifted: null,
  ...over,
});

describe('the next run', () => {
  it('starts what is behind, and defers what the stage before has not soaked', () => {
    expect(preview({ test: [aPool(), aWindowsPool()] })).toEqual({
      scheduledRun: '2025-11-20',
      at: '2025-11-20T21:15:00.000Z',
      idle: null,
      starts: [{ cluster: 'aks-test', pools: ['system', 'win22'] }],
      deferrals: [
        {
          cluster: 'aks-production',
          reason: 'system blocked: stage test has run no image of AKSUbuntu-2204gen2containerd',
        },
      ],
    });
  });

  it('says of which pools only nodes are rebooted that wait for it, and whether kured may have them', () => {
    const campaign: Campaign = {
      ...aCampaign({ stages: [aRing('test')] }),
      upgrade: {
        type: 'Reboot',
        reboot: {
          methods: ['NodeImage', 'Restart'],
          kured: 'Leave',
          checkPod: null,
          drainTimeoutMs: 1,
          bootTimeoutMs: 1,
          readyForMs: 1,
        },
      },
    };
    const pools = [aPool({ nodeImageVersion: current }), aPool({ name: 'apps', mode: 'User' })];
    const tags = { ring: 'test' };
    const fleet = aFleet([aCluster({ name: 'aks', tags, pools, nodeOSUpgradeChannel: 'Unmanaged' })]);
    const plan = planCampaign({ campaign, specDigest: 'sha256:1', fleet, now: atMs });
    expect(previewScheduledRun({ ...aQuestion(), plan, atMs }).starts).toEqual([
      { cluster: 'aks', pools: ['system', 'apps'], reboots: ['system'], kured: 'Leave' },
    ]);
  });

  it('is named by the date of its own zone', () => {
    expect(
      previewScheduledRun({ ...aQuestion(), atMs: Date.parse('2025-11-20T23:30:00Z') }).scheduledRun,
    ).toBe('2025-11-21');
  });

  it('starts nothing where all is current, and is done', () => {
    const newest = [aPool({ nodeImageVersion: current })];
    expect(preview({ test: newest, production: newest })).toMatchObject({
      idle: { phase: 'Completed', reason: 'nothing to change' },
      starts: [],
      deferrals: [],
    });
  });

  it('starts nothing in a freeze, which it names', () => {
    expect(preview({ freezes: [fair()] })).toMatchObject({
      idle: { phase: 'Skipped', reason: 'freeze fair by eva: CHG7' },
      starts: [],
    });
  });

  it('does not care for a freeze that is over by then', () => {
    expect(preview({ freezes: [fair({ until: '2025-11-20T21:00:00Z' })] }).idle).toBeNull();
  });

  it('defers what is outside its window when the run is due, and says when that opens', () => {
    const closed = preview({ campaign: { maintenance: opensAt('23:00') } });
    expect(closed.starts).toEqual([]);
    expect(closed.deferrals[0]).toEqual({
      cluster: 'aks-test',
      reason: 'outside its window, which opens 2025-11-20T22:00:00.000Z',
    });
  });

  it('starts it where the window is open by then, even if it is closed now', () => {
    expect(preview({ campaign: { maintenance: opensAt('22:00') } }).starts).toHaveLength(1);
  });
});

function aQuestion() {
  const campaign = aCampaign({ stages: [aRing('test')] });
  const fleet = aFleet([aCluster({ tags: { ring: 'test' } })]);
  const plan = planCampaign({ campaign, specDigest: 'sha256:1', fleet, now: atMs });
  return { plan, timezone, maintenance: null, freezes: [] };
}
