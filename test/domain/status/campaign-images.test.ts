import { describe, expect, it } from 'vitest';
import { campaignImages } from '#domain/status/campaign-images.ts';
import type { StepStatus } from '#domain/status/status.ts';
import { halfWay, step } from '../../cli/view/status/a-status.ts';

const august = 'AKSUbuntu-2204gen2containerd-202608.10.0';
const october = 'AKSUbuntu-2204gen2containerd-202610.19.0';
const november = 'AKSUbuntu-2204gen2containerd-202611.02.0';
const windows = 'AKSWindows-2022-20348.4297.261014';

const idle = (name: string, image: string) => step({ name, phase: 'Skipped', image });
const moving = (name: string, over: Partial<StepStatus>) =>
  step({ name, version: '1.33.5', from: october, to: november, ...over });

/** Of one cluster, at 9 November. */
function imagesOf(...steps: readonly StepStatus[]) {
  const [stage] = halfWay().stages;
  const [cluster] = stage!.clusters;
  const stages = [{ ...stage!, clusters: [{ ...cluster!, name: 'aks-a', steps }] }];
  return campaignImages({ stages, updatedAt: '2026-11-09T12:00:00Z' });
}

describe('the node images in the report of a campaign', () => {
  it('are those that pools have now, and had before, with age and lag', () => {
    expect(imagesOf(moving('system', { phase: 'Completed' }))).toEqual([
      {
        cluster: 'aks-a',
        pool: 'system',
        image: november,
        state: 'current',
        ageDays: 7,
        behindDays: 0,
        was: { image: october, state: 'behind', ageDays: 21, behindDays: 14 },
      },
    ]);
  });

  it('say what was said of one that was not tested, once a pool has it', () => {
    const detail = 'stage test has run no image of AKSUbuntu-2204gen2containerd';
    expect(imagesOf(moving('system', { phase: 'Completed', detail }))).toMatchObject([{ note: detail }]);
    expect(imagesOf(moving('system', { phase: 'Running', detail }))[0]).not.toHaveProperty('note');
  });

  it.each(['NotStarted', 'Running', 'Failed', 'RolledBack'] as const)(
    'are the old ones where the pool is %s',
    (phase) => {
      expect(imagesOf(moving('system', { phase }))).toMatchObject([
        { image: october, state: 'behind', behindDays: 14, was: null },
      ]);
    },
  );

  it('of a pool that is left alone are measured by the newest of its family that the campaign has seen', () => {
    const [, held, other] = imagesOf(
      moving('system', { phase: 'Completed' }),
      idle('old', august),
      idle('win22', windows),
    );
    expect(held).toMatchObject({ image: august, state: 'stale', ageDays: 91, behindDays: 84, was: null });
    expect(other).toMatchObject({ image: windows, state: 'current', ageDays: 26 });
  });

  it('of a pool that is blocked are measured by the image that it may not take yet', () => {
    const held = { ...idle('old', august), newestImage: november };
    expect(imagesOf(held)).toMatchObject([{ image: august, state: 'stale', behindDays: 84, was: null }]);
  });

  it('are none in a campaign for versions', () => {
    expect(imagesOf(step({ name: 'control plane' }), step({ name: 'system' }))).toEqual([]);
  });
});
