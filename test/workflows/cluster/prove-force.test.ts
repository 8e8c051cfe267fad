import { ActivityFailure, RetryState, TimeoutFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import type { ProvenIdentity } from '#domain/gate/proven-identity.ts';
import type { ForceEvidence } from '#protocol/signals.ts';
import { proveForce } from '#workflows/cluster/prove-force.ts';
import type { ClusterRun } from '#workflows/state/cluster-run.ts';

const resourceId =
  '/subscriptions/s/resourceGroups/rg-pay/providers/Microsoft.ContainerService/managedClusters/aks-pay';
const claimed = { by: 'mallory', reason: 'now', forMs: 1 };
const terms = { target: 'cluster/aks-pay', reason: 'CHG7', forMs: 60_000 };
const eva: ProvenIdentity = {
  name: 'eva',
  objectId: 'e1',
  tenantId: 't',
  tokenId: 'u',
  clientId: 'c',
  expiresAt: 0,
  standsFor: ['approvers'],
  lacksGroups: false,
};
const silent = new ActivityFailure(
  'failed',
  'verifyIdentity',
  '1',
  RetryState.TIMEOUT,
  'worker',
  new TimeoutFailure('late', undefined, 'SCHEDULE_TO_CLOSE'),
);
const evidence = (over: object = {}): ForceEvidence => ({ proof: 'sealed', terms: { ...terms, ...over } });

interface Given {
  readonly mayForce?: null;
  readonly provenForce?: undefined;
  readonly startedBy?: string;
  readonly evidence?: ForceEvidence | undefined;
  readonly isUsed?: true;
  readonly answers?: ProvenIdentity | { readonly refusal: string } | Error;
}

async function proven(given: Given) {
  const { startedBy = 'lead (l1)', answers = eva } = given;
  const verified: object[] = [];
  const used: string[] = [];
  const input = {
    campaign: 'k8s',
    plan: { resourceId, name: 'aks-pay' },
    mayForce: { from: null, except: [] },
    provenForce: {
      terms: { approvers: ['approvers'], longestMs: 3_600_000 },
      approvers: ['approvers'],
      startedBy,
    },
    ...given,
  };
  const order = await proveForce(
    { input } as unknown as ClusterRun,
    claimed,
    'evidence' in given ? given.evidence : evidence(),
    {
      verify: async ({ decision, approvers }) => {
        verified.push({ decision, approvers });
        if (answers instanceof Error) throw answers;
        return answers;
      },
      use: async ({ tokenId }, by) => {
        used.push(`${tokenId} ${by}`);
        return given.isUsed !== true;
      },
    },
  );
  return { order, verified, used };
}

describe('a force where the campaign asks for identities of Entra', () => {
  it('is what its proof says, whatever the signal claims', async () => {
    const { order, verified, used } = await proven({});
    expect(used).toEqual(['u aks/s/rg-pay/aks-pay']);
    expect(order).toEqual({ by: 'eva (e1)', reason: 'CHG7', forMs: 60_000 });
    expect(verified).toEqual([
      { decision: { campaign: 'k8s', verb: 'force', terms }, approvers: ['approvers'] },
    ]);
  });

  it.each(['cluster/aks-pay', 'cluster/rg-pay/aks-pay', 'cluster/s/rg-pay/aks-pay', 'cluster/AKS-PAY'])(
    'may name the cluster as %s',
    async (target) => {
      expect((await proven({ evidence: evidence({ target }) })).order).toMatchObject({ by: 'eva (e1)' });
    },
  );

  it.each<[string, Given]>([
    ['no proof', { evidence: undefined }],
    ['a file that allows no force', { mayForce: null }],
    ['no proof and a file that allows no force', { mayForce: null, evidence: undefined }],
    ['a proof beyond all measure', { evidence: { proof: 'x'.repeat(32_769), terms } }],
    ['a proof that is no text', { evidence: { proof: 7 as unknown as string, terms } }],
    ['a proof about another cluster', { evidence: evidence({ target: 'cluster/aks-shop' }) }],
    [
      'a proof about a cluster of that name elsewhere',
      { evidence: evidence({ target: 'cluster/rg-x/aks-pay' }) },
    ],
    ['a proof about a node pool', { evidence: evidence({ target: 'pool/aks-pay/np1' }) }],
    ['a proof without a target', { evidence: evidence({ target: undefined }) }],
  ])('is refused before anyone is asked with %s', async (_, given) => {
    const { order, verified } = await proven(given);
    expect([typeof order, verified]).toEqual(['string', []]);
  });

  it.each<[string, Given, RegExp]>([
    ['a token that proves nothing', { answers: { refusal: 'it has expired' } }, /^it has expired$/],
    ['a proof that this cluster has obeyed before', { isUsed: true }, /has decided before/],
    [
      'someone who is no approver, whose token stays unused',
      { isUsed: true, answers: { ...eva, standsFor: [] } },
      /is not an approver/,
    ],
    ['the one who started the campaign', { startedBy: 'eva (e1)' }, /started the campaign/],
    ['more time than the file allows', { evidence: evidence({ forMs: 7_200_000 }) }, /allows 1h at most/],
    ['no time', { evidence: evidence({ forMs: 'long' }) }, /allows 1h at most/],
    ['an Entra that does not answer', { answers: silent }, /cannot be verified now/],
  ])('is refused with %s', async (_, given, why) => {
    expect((await proven(given)).order).toMatch(why);
  });
});

it('a force is what is claimed where the campaign asks for no identity, unless its file allows none', async () => {
  expect((await proven({ provenForce: undefined })).order).toBe(claimed);
  expect(typeof (await proven({ provenForce: undefined, mayForce: null })).order).toBe('string');
});
