import { describe, expect, it } from 'vitest';
import { skipVerb } from '#workflows/operator/target-verbs.ts';
import { isAnythingToFollow } from '#workflows/state/campaign-run.ts';
import { anApproval, aRing } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const said = { by: 'anna', reason: 'next week' };
const test = aRing('test', { approval: anApproval() });
const stages = [test, aRing('production'), aRing('rest')];
const atGate = () =>
  aCampaignRun(
    {
      stageIsOpen: false,
      gate: { name: 'test', approvedBy: [] },
      clusters: [
        aCampaignCluster('aks-test', { phase: 'Completed' }),
        aCampaignCluster('aks-pay', { stage: 'production' }),
        aCampaignCluster('aks-rest', { stage: 'rest' }),
      ],
    },
    { stages },
  );

describe('a gate', () => {
  it('falls away with the last stage after it, not before', () => {
    const run = atGate();
    skipVerb.act(run, { target: 'stage/production', ...said });
    expect(isAnythingToFollow(run, 'test')).toBe(true);
    skipVerb.act(run, { target: 'stage/rest', ...said });
    expect(isAnythingToFollow(run, 'test')).toBe(false);
  });

  it('has something to ask again once a skipped stage is taken back', () => {
    const run = atGate();
    for (const stage of ['production', 'rest']) skipVerb.act(run, { target: `stage/${stage}`, ...said });
    Object.assign(run.clusters[2]!, { phase: 'NotStarted' });
    expect(isAnythingToFollow(run, 'test')).toBe(true);
  });
});
