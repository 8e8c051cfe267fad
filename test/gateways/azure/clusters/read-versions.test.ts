import { describe, expect, it } from 'vitest';
import { toOffer, toUsedVersions } from '#gateways/azure/clusters/read-versions.ts';

const pair = { orchestratorVersion: '1.33.5', nodeImageVersion: 'image' };

describe('what a pool used recently', () => {
  it.each<[string, object]>([
    ['leaves the list out', {}],
    ['writes null', { recentlyUsedVersions: null }],
    ['lists null', { recentlyUsedVersions: [null] }],
  ])('is nothing where Azure %s', (_how, profile) => {
    expect(toUsedVersions({ ...profile })).toEqual([]);
  });

  it.each<[string, object, number | null]>([
    [
      'with its instant',
      { timestamp: '2026-11-20T08:00:00.123456789Z' },
      Date.parse('2026-11-20T08:00:00.123Z'),
    ],
    ['without one', {}, null],
    ['with null for one', { timestamp: null }, null],
    ['with one that is none', { timestamp: 'soon' }, null],
  ])('is taken %s', (_, more, leftAt) => {
    expect(toUsedVersions({ recentlyUsedVersions: [{ ...pair, ...more }] })).toEqual([
      { version: '1.33.5', nodeImageVersion: 'image', leftAt },
    ]);
  });

  it.each<[string, object]>([
    ['no image', { orchestratorVersion: '1.33.5' }],
    ['null for an image', { ...pair, nodeImageVersion: null }],
    ['null for a version', { ...pair, orchestratorVersion: null }],
    ['neither', {}],
  ])('counts only where version and image are both there: %s', (_what, half) => {
    expect(toUsedVersions({ recentlyUsedVersions: [half, pair] })).toHaveLength(1);
  });
});

describe('a minor that a location offers', () => {
  const minor = { version: '1.34', capabilities: { supportPlan: ['KubernetesOfficial'] } };

  it.each<[string, object, object]>([
    ['with its patches', { patchVersions: { '1.34.1': { upgrades: ['1.35.0'] } } }, { '1.34.1': ['1.35.0'] }],
    [
      'whose patch has null for upgrades',
      { patchVersions: { '1.34.1': { upgrades: null } } },
      { '1.34.1': [] },
    ],
    ['whose patch is null', { patchVersions: { '1.34.1': null } }, { '1.34.1': [] }],
    ['whose patches are null', { patchVersions: null }, {}],
  ])('%s', (_what, fields, patches) => {
    expect(toOffer({ ...minor, ...fields })).toEqual([
      { minor: '1.34', isPreview: false, supportPlans: ['KubernetesOfficial'], patches },
    ]);
  });

  it('has no support plan, and is no preview, where Azure writes null', () => {
    expect(toOffer({ version: '1.34', capabilities: null, isPreview: null })).toMatchObject([
      { supportPlans: [], isPreview: false },
    ]);
  });

  it('without a name is none', () => {
    expect(toOffer({ version: null })).toEqual([]);
  });
});
