import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { expect, it } from 'vitest';
import { explainRefusal } from '#cli/temporal/explain-refusal.ts';
import type { Campaign } from '#domain/campaign/campaign.ts';
import { rules } from '#workflows/operator/listen-to-operators.ts';
import type { CampaignCluster } from '#workflows/state/campaign-cluster.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { aCampaign, anApproval, aRing } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

type Verb = keyof typeof rules;
interface Case {
  readonly run?: Partial<CampaignRun>;
  readonly cluster?: Partial<CampaignCluster>;
  readonly campaign?: Partial<Campaign>;
  readonly request?: object;
}

const asked = { phase: 'NeedsDecision', askedAbout: 'np1', mayCleanUp: true } as const;
const done = { phase: 'Completed' } as const;
const gate = { name: 'test', approvedBy: [] };
const stages = [
  aRing('test', { approval: anApproval({ required: true, approvers: ['bob', 'carol'], quorum: 2 }) }),
  aRing('production'),
];
const may = { forceUpgrade: { approvers: ['bob'], longestMs: 3_600_000 } };
const never = { rollback: { ...aCampaign().rollback, nodePools: 'Never' as const } };
const pool = { target: 'pool/aks-a/np1' };
const aborted = { run: { aborted: 'aborted by bob' } };
const atGate = { run: { gate }, campaign: { stages } };

/** docs/cli.md: 77 where the person may not decide it or the file forbids it, 1 where it does not fit the campaign now. */
it.each<[Verb, string, 1 | 77, Case]>([
  ['approve', 'no gate', 1, { ...atGate, request: { gate: 'tst' } }],
  ['approve', 'a gate that does not wait', 1, { campaign: { stages } }],
  ['approve', 'another plan', 1, { ...atGate, request: { digest: 'sha256:2' } }],
  ['approve', 'the initiator', 77, { ...atGate, request: { by: 'alice' } }],
  ['approve', 'someone the file does not name', 77, { ...atGate, request: { by: 'eva' } }],
  ['approve', 'no name', 77, { ...atGate, request: { by: ' ' } }],
  [
    'approve',
    'the same person twice',
    77,
    { ...atGate, run: { gate: { name: 'test', approvedBy: ['bob'] } } },
  ],
  ['reject', 'no gate', 1, { ...atGate, request: { gate: 'tst' } }],
  ['reject', 'a gate that does not wait', 1, { campaign: { stages } }],
  ['reject', 'the initiator', 77, { ...atGate, request: { by: 'alice' } }],
  ['reject', 'someone the file does not name', 77, { ...atGate, request: { by: 'eva' } }],
  ['pause', 'an unknown level', 1, { request: { at: 'constructor' } }],
  ['resume', 'no pause', 1, {}],
  ['abort', 'an abort in progress', 1, aborted],
  ['abort', 'a cluster that has ended', 1, { cluster: done, request: { target: 'cluster/aks-a' } }],
  ['retry', 'a cluster that has not failed', 1, {}],
  ['retry', 'no such cluster', 1, { request: { target: 'cluster/aks' } }],
  ['retry', 'no target', 1, { request: { target: 'gate/test' } }],
  ['skip', 'a cluster that runs', 1, { cluster: { phase: 'Running' } }],
  ['rollback', 'a file that forbids it', 77, { campaign: never, cluster: asked, request: pool }],
  ['rollback', 'an abort in progress', 1, { ...aborted, cluster: asked, request: pool }],
  ['rollback', 'a cluster that has not begun', 1, { request: pool }],
  ['rollback', 'a cluster that has ended', 1, { cluster: done, request: pool }],
  ['force', 'a file that does not allow it', 77, { cluster: asked }],
  [
    'force',
    'longer than the file allows',
    77,
    { cluster: asked, campaign: may, request: { forMs: 3_600_001 } },
  ],
  ['force', 'the initiator', 77, { cluster: asked, campaign: may, request: { by: 'alice' } }],
  ['force', 'someone the file does not name', 77, { cluster: asked, campaign: may, request: { by: 'eva' } }],
  ['force', 'no time', 1, { cluster: asked, campaign: may, request: { forMs: 0 } }],
  ['force', 'a cluster that asks nothing', 1, { campaign: may }],
  ['clean-up', 'a pool that asks nothing', 1, { request: pool }],
  [
    'clean-up',
    'a pool without quarantined nodes',
    1,
    { cluster: { ...asked, mayCleanUp: false }, request: pool },
  ],
  ['promote', 'no soak', 1, { request: { target: 'campaign' } }],
])('%s is refused for %s: exit code %i', (verb, _reason, exitCode, { run, cluster, campaign, request }) => {
  const clusters = [aCampaignCluster('aks-a', cluster)];
  const now = aCampaignRun({ clusters, ...run }, campaign);
  const about = { gate: 'test', digest: 'sha256:1', target: 'cluster/aks-a', forMs: 60_000 };
  const refusal = rules[verb].refuse(now, { ...about, by: 'bob', reason: 'a test', ...request } as never);
  const failure = ApplicationFailure.nonRetryable(refusal?.text, refusal?.type);
  const refused = { verb, missing: { message: '', next: '' }, check: 'drydock status k8s' };
  expect(refusal).not.toBeNull();
  expect(explainRefusal(new WorkflowUpdateFailedError('refused', failure), refused)).toMatchObject({
    exitCode,
  });
});

it.each(Object.keys(rules) as Verb[])(
  '%s is refused without a change where the campaign knows no such part',
  (verb) => {
    const run = aCampaignRun({ clusters: [] });
    const request = {
      gate: 'none',
      digest: '',
      target: 'cluster/none',
      by: 'bob',
      reason: 'a test',
      forMs: 1,
    };
    const refusal = verb === 'pause' ? null : rules[verb].refuse(run, request as never);
    if (verb !== 'pause') expect(refusal?.type).toBe('InvalidCommand');
    expect(run.decisions).toEqual([]);
  },
);
