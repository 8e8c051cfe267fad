import { describe, expect, it, vi } from 'vitest';
import { soakStage } from '#workflows/campaign/soak-stage.ts';
import type { CampaignCluster } from '#workflows/state/campaign-cluster.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { aRing } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

vi.mock('#workflows/state/publish-campaign.ts', () => ({ publishCampaign: () => undefined }));

const start = Date.parse('2026-11-20T08:00:00Z');
const iso = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
const stage = aRing('test', { soakMs: 600_000 });
const unchanged = {
  phase: 'Completed',
  reason: 'nothing to change',
  startedAt: null,
  finishedAt: null,
} as const;
const skipped = { phase: 'Skipped', startedAt: null } as const;

/** Its wait takes `minutes`, unless it is stopped before. */
async function soak(
  clusters: readonly Partial<CampaignCluster>[],
  {
    minutes = 10,
    type = 'Full',
  }: { readonly minutes?: number; readonly type?: 'Full' | 'NodeImageOnly' } = {},
) {
  let now = 0;
  const clock: CampaignRun['clock'] = {
    now: () => start + now * 60_000,
    iso: (ms) => (ms === undefined ? iso(now) : new Date(ms).toISOString()),
    waitUntil: () => {
      now = minutes;
      return Promise.resolve(minutes < 10 ? 'condition' : 'elapsed') as ReturnType<
        CampaignRun['clock']['waitUntil']
      >;
    },
  };
  const upgrade = aCampaignRun().input.campaign.upgrade;
  const run = aCampaignRun(
    { clock, clusters: clusters.map((over, index) => aCampaignCluster(`aks-${index}`, over)) },
    { stages: [stage], upgrade: { ...upgrade, type } as typeof upgrade },
  );
  await soakStage(run, stage);
  return run.soaks;
}

describe('the soak of a stage', () => {
  it.each([
    ['elapsed', 10],
    ['was cut short', 3],
  ])('is recorded with its end: it %s', async (_how, minutes) => {
    expect(await soak([{ phase: 'Completed' }], { minutes })).toEqual([
      { stage: 'test', since: iso(0), until: iso(10), endedAt: iso(minutes) },
    ]);
  });

  it.each([
    ['one was changed', [{ phase: 'Completed' }, unchanged], 'Full', 1],
    ['one failed half way', [{ phase: 'Failed' }], 'Full', 1],
    ['nothing was to change', [unchanged], 'Full', 0],
    ['nothing was to change but images are to be seen', [unchanged], 'NodeImageOnly', 1],
    ['all were skipped', [skipped], 'NodeImageOnly', 0],
    ['all were skipped or without changes', [skipped, unchanged], 'Full', 0],
    ['all failed before anything was sent', [{ phase: 'Failed', startedAt: null }], 'Full', 0],
  ] as const)('where %s', async (_what, clusters, type, soaks) => {
    expect(await soak(clusters, { type })).toHaveLength(soaks);
  });
});
