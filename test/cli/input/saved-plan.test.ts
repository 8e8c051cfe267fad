import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { campaignFromText } from '#cli/input/read-campaign.ts';
import { planDocument, readSavedPlan, savePlan } from '#cli/input/saved-plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { digestText } from '#domain/text/digest.ts';
import { aCluster } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';
import { twoStages } from '../../campaigns/campaign-specs.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

const spec = twoStages.replace('1.36', '1.34');
const source = campaignFromText(spec, 'campaign.yaml');
const fleet = aFleet(['test', 'production'].map((ring) => aCluster({ name: `aks-${ring}`, tags: { ring } })));
const plan = planCampaign({
  campaign: source.campaign,
  specDigest: digestText(spec),
  fleet,
  now: Date.parse(fleet.readAt),
});

/** The plan saved, and its text changed by someone. */
const changed = (from: string | RegExp, to: string): string => {
  const path = join(files.folder, 'plan.json');
  savePlan(path, planDocument(plan, [], source));
  return files.write('changed.json', readFileSync(path, 'utf8').replace(from, to));
};

describe('a saved plan', () => {
  it('is read back as the campaign it was made of', () => {
    const read = readSavedPlan(changed('', ''));
    expect(read).toMatchObject({ plan: { digest: plan.digest }, source });
  });

  it.each([
    ['a version of a step', '"to": "1.34.1"', '"to": "1.33.6"'],
    ['a cluster', 'managedClusters/aks-test', 'managedClusters/aks-other'],
    ['the digest', /"digest": "sha256:[0-9a-f]{8}/, '"digest": "sha256:00000000'],
    ['who may approve', '"oncall"', '"mallory"'],
    ['the target', '"target": "1.34.1"', '"target": "1.33.6"'],
    ['the text of the file', 'ring: test', 'ring: play'],
    ['its clock', '"target"', '"pace": "simulator", "target"'],
    ['a soak', '"soak": "', '"soak": "1'],
    ['a window', '"window": "', '"window": "not '],
    ['a part that a plan has to have', '"clusters"', '"klusters"'],
  ])('is refused once somebody has changed %s in it', (_case, from, to) => {
    expect(() => readSavedPlan(changed(from, to))).toThrow('was changed after it was saved');
  });

  it.each([
    ['half a plan', () => files.write('half', readFileSync(changed('', ''), 'utf8').slice(0, 400))],
    ['one of another version', () => changed('drydock.dev/v1', 'drydock.dev/v9')],
    ['a list', () => files.write('list', '[]')],
    ['nothing', () => files.write('empty', '')],
  ])('is not %s', (_case, write) => {
    expect(() => readSavedPlan(write())).toThrow('is not a saved plan');
  });

  it('cannot be saved to a folder that is not there, which is said in words', () => {
    const nowhere = join(files.folder, 'no', 'plan.json');
    expect(() => savePlan(nowhere, planDocument(plan, [], source))).toThrow('does not exist');
  });
});
