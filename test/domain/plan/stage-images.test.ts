import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import type { ImageRecord, StageImage } from '#domain/image/image-record.ts';
import type { ImageSelection } from '#domain/image/promotion.ts';
import { outlinePlan } from '#domain/plan/outline-plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { stageKey } from '#domain/plan/stage-images.ts';
import { aCampaign, aRing } from '../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';

const hour = 3_600_000;
const now = Date.parse('2025-11-20T12:00:00Z');
const test = aRing('test', { soakMs: 24 * hour });
const production = aRing('production');
const newest = aPool().latestNodeImageVersion!;

const inRing = (ring: string, ...pools: readonly NodePool[]): Cluster =>
  aCluster({ name: `aks-${ring}`, tags: { ring }, pools });

const forImages = (nodeImageSelection: ImageSelection, over: Partial<Campaign> = {}): Campaign => ({
  ...aCampaign({ stages: [test, production], ...over }),
  upgrade: { type: 'NodeImageOnly', nodeImageSelection },
});
const nightly = (selection: ImageSelection = 'Consistent') => forImages(selection, { soaksAcrossRuns: true });

const aRun = (over: Partial<StageImage> = {}): StageImage => ({
  stageKey: stageKey(test),
  image: newest,
  since: now - 25 * hour,
  isSoaked: false,
  trouble: null,
  ...over,
});

/** What production's pools are in for. */
function planned(campaign: Campaign, images: ImageRecord, production: readonly NodePool[] = [aPool()]) {
  const fleet = aFleet([inRing('test', aPool()), inRing('production', ...production)]);
  const plan = planCampaign({ campaign, specDigest: 'sha256:1', fleet, now, images });
  const { steps = [] } = plan.stages[1]?.clusters[0] ?? {};
  return { digest: plan.digest, steps: steps.map(({ pool, action, reason }) => [pool, action, reason]) };
}

describe('the plan of a later stage', () => {
  it('counts on what the stage before will have run, where the campaign soaks', () => {
    expect(planned(forImages('Consistent'), []).steps).toEqual([['system', 'upgrade-node-image', null]]);
  });

  it('blocks what no pool of the stage before has', () => {
    expect(planned(forImages('Consistent'), [], [aPool(), aWindowsPool()]).steps).toEqual([
      ['system', 'upgrade-node-image', null],
      ['win22', 'none', 'blocked: stage test has run no image of AKSWindows-2022'],
    ]);
  });

  it('keeps in its outline what a stage gets untested, and no more', () => {
    const fleet = aFleet([inRing('test', aPool()), inRing('production', aPool(), aWindowsPool())]);
    const outline = (selection: ImageSelection) => {
      const campaign = forImages(selection);
      const plan = planCampaign({ campaign, specDigest: 'sha256:1', fleet, now });
      return outlinePlan(plan).stages[1]?.clusters[0];
    };
    expect(outline('Latest')?.untested).toEqual(['stage test has run no image of AKSWindows-2022']);
    expect(outline('Consistent')).not.toHaveProperty('untested');
  });

  it('reports it where the file says Latest', () => {
    expect(planned(forImages('Latest'), [], [aWindowsPool()]).steps).toEqual([
      ['win22', 'upgrade-node-image', 'stage test has run no image of AKSWindows-2022'],
    ]);
  });

  it.each<[string, ImageRecord, string | null]>([
    ['gets what test has run for its soak', [aRun()], null],
    [
      'is blocked as long as nothing is recorded',
      [],
      'stage test has run no image of AKSUbuntu-2204gen2containerd',
    ],
    [
      'is blocked until the soak is over',
      [aRun({ since: now - hour })],
      'stage test has not run 202510.19.0 for 1d yet; its soak ends at 2025-11-21T11:00Z',
    ],
    [
      'is blocked where a newer image came out',
      [aRun({ image: newest.replace('.19.', '.12.') })],
      'stage test has run 202510.12.0, not 202510.19.0',
    ],
    [
      'is blocked after trouble in test',
      [aRun({ trouble: 'aks-test Failed' })],
      'stage test failed with 202510.19.0: aks-test Failed',
    ],
    [
      'asks for the stage of its own clusters',
      [aRun({ stageKey: stageKey(aRing('canary')) })],
      'stage test has run no image of AKSUbuntu-2204gen2containerd',
    ],
  ])('in a scheduled run %s', (_, images, because) => {
    expect(planned(nightly(), images).steps).toEqual([
      because === null ? ['system', 'upgrade-node-image', null] : ['system', 'none', `blocked: ${because}`],
    ]);
  });

  it('is approved whatever has soaked by then', () => {
    expect(planned(nightly(), [aRun()]).digest).toBe(planned(nightly(), []).digest);
    expect(planned(nightly('Latest'), []).digest).not.toBe(planned(nightly(), []).digest);
  });
});

describe('a stage is known', () => {
  it('by what it selects, not by its name or terms', () => {
    expect(stageKey({ ...test, name: 'other', soakMs: 1 })).toBe(stageKey(test));
    expect(stageKey({ ...test, exclude: test.clusters })).not.toBe(stageKey(test));
    expect(stageKey(production)).not.toBe(stageKey(test));
  });
});
