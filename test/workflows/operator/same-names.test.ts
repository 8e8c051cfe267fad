import { describe, expect, it } from 'vitest';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { UpdateRequests } from '#protocol/operator-updates.ts';
import { rules } from '#workflows/operator/listen-to-operators.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const said = { by: 'bob', reason: 'a test', forMs: 60_000, gate: '', digest: '' };
const asked = { phase: 'NeedsDecision', askedAbout: 'system', mayCleanUp: true } as const;
const two = (over: Parameters<typeof aCampaignCluster>[1]) =>
  aCampaignRun(
    { clusters: ['rg-a/aks-prod', 'rg-b/aks-prod'].map((name) => aCampaignCluster(name, over)) },
    { forceUpgrade: { approvers: [], longestMs: 60_000 } },
  );

type Verb = Exclude<keyof UpdateRequests, 'approve' | 'reject' | 'pause' | 'resume'>;
const verbs: readonly [Verb, 'cluster' | 'pool', object][] = [
  ['abort', 'cluster', asked],
  ['abort', 'pool', { phase: 'Running' }],
  ['promote', 'cluster', { phase: 'Running' }],
  ['retry', 'cluster', asked],
  ['retry', 'pool', asked],
  ['skip', 'cluster', {}],
  ['skip', 'cluster', asked],
  ['skip', 'pool', { phase: 'Running' }],
  ['rollback', 'cluster', { phase: 'Running' }],
  ['rollback', 'pool', { phase: 'Running' }],
  ['force', 'cluster', asked],
  ['clean-up', 'pool', asked],
];

describe('of two clusters of the same name', () => {
  it.each(verbs)(
    'a %s of a %s takes the one that is named, and refuses the short name',
    (verb, kind, state) => {
      const pool = kind === 'pool' ? '/system' : '';
      const run = two(state);
      const before = structuredClone(run.clusters);
      const rule = rules[verb];
      expect(rule.refuse(run, { target: `${kind}/aks-prod${pool}`, ...said })?.text).toBe(
        `aks-prod is the name of 2 clusters of this campaign. Name one of them: ${kind}/rg-a/aks-prod${pool}, ${kind}/rg-b/aks-prod${pool}.`,
      );
      const target = `${kind}/RG-B/AKS-prod${pool}`;
      expect(rule.refuse(run, { target, ...said })).toBeNull();
      const { text, decision } = rule.act(run, { target, ...said });
      expect(text).toContain('rg-b/aks-prod');
      expect(decision.target).toBe(`${kind}/rg-b/aks-prod${pool}`);
      expect(run.clusters[0]).toEqual(before[0]);
      expect(run.clusters[1]).not.toEqual(before[1]);
    },
  );

  it('the builder names them as their resource ids say', () => {
    expect(two({}).clusters.map(({ plan }) => parseResourceId(plan.resourceId).resourceGroup)).toEqual([
      'rg-a',
      'rg-b',
    ]);
  });
});
