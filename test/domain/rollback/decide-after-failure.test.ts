import { describe, expect, it } from 'vitest';
import type { RollbackPolicy } from '#domain/campaign/campaign.ts';
import type { FailureKind } from '#domain/failure.ts';
import { type AfterFailure, decideAfterFailure } from '#domain/rollback/decide-after-failure.ts';
import type { RollbackVerdict } from '#domain/rollback/decide-rollback.ts';

const open: RollbackVerdict = { eligible: true, version: '1.33.5', nodeImageVersion: 'image', until: null };
const closed: RollbackVerdict = { eligible: false, refusals: [{ kind: 'too-late', because: 'too late' }] };

describe('after a pool failed', () => {
  it.each<[AfterFailure, RollbackPolicy, FailureKind, RollbackVerdict | null]>([
    ['roll-back', 'OnFailure', 'operation-failed', open],
    ['roll-back', 'OnFailure', 'drain-blocked', open],
    ['roll-back', 'OnFailure', 'node-did-not-start', open],
    ['roll-back', 'OnFailure', 'nodes-not-as-planned', open],
    ['roll-back', 'OnFailure', 'took-too-long', open],
    ['roll-back', 'OnFailure', 'health-worse', open],
    ['offer', 'OnFailure', 'evidence-lost', open],
    ['offer', 'OnFailure', 'not-allowed', open],
    ['offer', 'OnFailure', 'operation-canceled', open],
    ['offer', 'OnFailure', 'preempted', open],
    ['offer', 'OnFailure', 'kubernetes-unreachable', open],
    ['hold', 'OnFailure', 'operation-failed', closed],
    ['hold', 'OnFailure', 'operation-failed', null],
    ['offer', 'Ask', 'operation-failed', open],
    ['hold', 'Ask', 'operation-failed', closed],
    ['hold', 'Never', 'operation-failed', open],
  ])('it is %s by the policy %s and the failure %s', (what, policy, kind, verdict) => {
    expect(decideAfterFailure(policy, kind, verdict)).toBe(what);
  });
});
