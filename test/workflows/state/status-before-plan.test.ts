import { expect, it } from 'vitest';
import { campaignPage } from '#workflows/page/campaign-page.ts';
import { statusOf } from '#workflows/state/campaign-status.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

it('until the worker has planned again, the status has the numbers of the plan that was agreed to', () => {
  const status = statusOf(aCampaignRun({ plan: null, stage: null }));
  expect(status).toMatchObject({
    phase: 'Running',
    reason: 'the clusters are being read and planned again',
    target: '1.34.1',
    progress: {
      clusters: { done: 0, total: 3 },
      pools: { done: 0, total: 4 },
      nodes: { done: 0, total: 31 },
    },
    stages: [],
  });
  expect(campaignPage(status)).toContain('to 1.34.1');
});

it('afterwards those of its own plan', () => {
  const { plan: cluster } = aCampaignCluster('aks-a');
  const stage = { name: 'test', gates: [], soak: '0s', window: 'always', clusters: [cluster] };
  const plan = { digest: 'sha256:1', target: '1.34.2', blocked: [], stages: [stage] };
  expect(statusOf(aCampaignRun({ plan }))).toMatchObject({
    reason: null,
    target: '1.34.2',
    progress: { clusters: { total: 1 }, pools: { total: 1 }, nodes: { total: 1 } },
  });
});
