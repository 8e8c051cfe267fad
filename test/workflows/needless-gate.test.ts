import { describe, expect, it, vi } from 'vitest';
import { isAnythingToFollow } from '#workflows/campaign-run.ts';
import { passStageGate } from '#workflows/pass-stage-gate.ts';
import { skip } from '#workflows/target-verbs.ts';
import { anApproval, aRing } from '../support/a-campaign.ts';
import { aCampaignRun, aLine } from '../support/a-campaign-run.ts';

// Outside a workflow nobody is asked which release began it, and nobody waits: what would have to fails.
vi.mock(import('@temporalio/workflow'), async (original) => ({
  ...(await original()),
  patched: () => true,
  condition: ((isMet: () => boolean) =>
    isMet() ? Promise.resolve() : Promise.reject(new Error('would wait'))) as never,
}));

const said = { by: 'anna', reason: 'next week' };
const test = aRing('test', { approval: anApproval() });
const stages = [test, aRing('production'), aRing('rest')];
const atGate = () =>
  aCampaignRun(
    {
      stageIsOpen: false,
      gate: { name: 'test', approvedBy: [] },
      lines: [
        aLine('aks-test', { phase: 'Completed' }),
        aLine('aks-pay', { stage: 'production' }),
        aLine('aks-rest', { stage: 'rest' }),
      ],
    },
    { stages },
  );

describe('a gate', () => {
  it('falls away with the last stage after it, not before', () => {
    const run = atGate();
    skip.act(run, { target: 'stage/production', ...said });
    expect([isAnythingToFollow(run, 'test'), run.gate?.mayFallAway]).toEqual([true, undefined]);
    skip.act(run, { target: 'stage/rest', ...said });
    expect([isAnythingToFollow(run, 'test'), run.gate?.mayFallAway]).toEqual([false, true]);
  });

  it('asks nobody where all that follows was skipped before', async () => {
    const run = { ...atGate(), gate: null };
    for (const stage of ['production', 'rest']) skip.act(run, { target: `stage/${stage}`, ...said });
    expect(await passStageGate(run, test)).toBe('needless');
    expect(run.waitingFor).toBeNull();
  });

  it('waits, while the campaign is paused, for what was skipped may still be taken back', async () => {
    const paused = { by: 'operator', at: 'stage', since: '', reason: '' } as const;
    const run = { ...atGate(), gate: null, paused };
    for (const stage of ['production', 'rest']) skip.act(run, { target: `stage/${stage}`, ...said });
    await expect(passStageGate(run, test)).rejects.toThrow('would wait');
  });

  it('has something to ask again once a skipped stage is taken back', () => {
    const run = atGate();
    for (const stage of ['production', 'rest']) skip.act(run, { target: `stage/${stage}`, ...said });
    Object.assign(run.lines[2]!, { phase: 'NotStarted' });
    expect(isAnythingToFollow(run, 'test')).toBe(true);
  });
});
