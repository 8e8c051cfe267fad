import { expect, it, vi } from 'vitest';
import { passStageGate } from '#workflows/campaign/pass-stage-gate.ts';
import { skipVerb } from '#workflows/operator/target-verbs.ts';
import type { CampaignCluster } from '#workflows/state/campaign-cluster.ts';
import { anApproval, aRing } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const hooks: { meanwhile: () => void } = vi.hoisted(() => ({ meanwhile: () => undefined }));
vi.mock('#workflows/state/publish-campaign.ts', () => ({ publishCampaign: () => undefined }));
vi.mock(import('@temporalio/workflow'), async (original) => ({
  ...(await original()),
  // Only what happens meanwhile makes a condition true.
  condition: (isTrue: () => boolean) => {
    if (!isTrue()) hooks.meanwhile();
    expect(isTrue()).toBe(true);
    return Promise.resolve() as Promise<never>;
  },
}));

const unchanged: Partial<CampaignCluster> = { phase: 'Completed', reason: 'nothing to change' };
const test = aRing('test', { approval: anApproval({ expiresMs: null }) });
const run = (later: Partial<CampaignCluster>) =>
  aCampaignRun(
    {
      stageIsOpen: false,
      clusters: [
        aCampaignCluster('aks-test', { phase: 'Completed' }),
        aCampaignCluster('aks-pay', { stage: 'production', ...later }),
      ],
    },
    { stages: [test, aRing('production')] },
  );
const notes = ({ journal }: ReturnType<typeof run>) =>
  journal.map(({ what, target, text }) => `${what} ${target} ${text}`);

it('a gate of the plan with nothing to change after it is not requested, and the journal says so', async () => {
  const campaign = run(unchanged);
  expect(await passStageGate(campaign, test)).toBe('needless');
  expect(notes(campaign)).toEqual([
    'not-requested gate/test gate test not requested: nothing to change in later stages',
  ]);
});

it('one whose later stages are skipped while it asks is withdrawn', async () => {
  const campaign = run({ phase: 'NotStarted' });
  hooks.meanwhile = () => skipVerb.act(campaign, { target: 'stage/production', by: 'anna', reason: 'later' });
  expect(await passStageGate(campaign, test)).toBe('needless');
  expect(notes(campaign)).toEqual([
    'asked gate/test approval requested to proceed past stage test',
    'withdrawn gate/test gate test is withdrawn: nothing is left to begin in later stages',
  ]);
});
