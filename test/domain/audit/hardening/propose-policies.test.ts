import { describe, expect, it } from 'vitest';
import { auditCluster } from '#domain/audit/audit.ts';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import { whyNotToApply } from '#domain/audit/hardening/judge-standing.ts';
import type { ObjectProposal, Proposal } from '#domain/audit/hardening/proposal.ts';
import { type PolicyQuestion, proposePoliciesOf } from '#domain/audit/hardening/propose-policies.ts';
import { undoCommand } from '#domain/audit/hardening/undo-command.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { aLiveReading, type LiveChanges } from '../../../builders/a-live-cluster.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { auditedAt } from '../../../builders/an-audited-cluster.ts';

const bad = aPod({ metadata: { name: 'bad' }, context: { allowPrivilegeEscalation: true } });

function proposed(asked: Partial<PolicyQuestion> = {}, changes: LiveChanges = {}): readonly Proposal[] {
  const options = {
    arm: null,
    engine: null,
    targetMinor: null,
    pssMinor: null,
    pssLevel: null,
    now: auditedAt,
  };
  const cluster = clusterOfLive(aLiveReading(changes), options);
  const question: PolicyQuestion = {
    controls: ['SB-POD-02'],
    namespaces: [],
    enforcement: 'audit',
    pssMinor: cluster.pssMinor,
    waivers: [],
    now: auditedAt,
    ...asked,
  };
  return proposePoliciesOf(cluster, auditCluster(cluster, question.waivers, 'strict'), question);
}

const briefly = (proposals: readonly Proposal[]) =>
  proposals.map((each) => (each.kind === 'apply' ? String(each.object.kind) : `${each.kind}: ${each.why}`));
const both = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];

describe('policies for a cluster', () => {
  it.each(['audit', 'warn'] as const)('are proposed to %s whatever runs there', (enforcement) => {
    expect(briefly(proposed({ enforcement }, { objects: [bad] }))).toEqual(both);
  });

  it('deny nothing that stands: a drain could not bring it back', () => {
    const [refusal] = proposed({ enforcement: 'deny' }, { objects: [bad] });
    expect(refusal).toMatchObject({
      kind: 'refuse',
      why: 'Pod/shop/bad would be refused, also when a drain brings its pods back: allowPrivilegeEscalation is true',
      offenders: [{ resource: 'Pod/shop/bad', reason: 'main: allowPrivilegeEscalation is true' }],
      offenderCount: 1,
    });
    expect(briefly(proposed({ enforcement: 'deny' }))).toEqual(both);
  });

  it('deny beside what stands in other namespaces, or in a waived one', () => {
    const changes = { objects: [bad] };
    expect(briefly(proposed({ enforcement: 'deny', namespaces: ['pay'] }, changes))).toEqual(both);
    const waivers = [aControlWaiver({ control: 'SB-POD-*', resource: null, namespace: 'sh?p' })];
    const [policy, ...rest] = proposed({ enforcement: 'deny', waivers }, changes);
    expect(rest).toHaveLength(1);
    expect(policy?.why).toMatch(/^judges what is created and changed, without sh\?p \(waiver of \S+ until /);
    expect(JSON.stringify(policy)).toContain(
      JSON.stringify('!request.namespace.matches("^sh.p$")').slice(1, -1),
    );
  });

  it.each([
    [
      'of one workload',
      { resource: 'Deployment/shop/web', namespace: null },
      /is for Deployment\/shop\/web, and/,
    ],
    ['up to a severity', { resource: null, namespace: 'shop', severity: 'low' }, /ends at severity low/],
    ['of everything', { resource: null, namespace: null }, /covers every namespace/],
  ] as const)('are refused with a waiver %s, which a policy cannot exclude', (_, changes, why) => {
    const waivers = [aControlWaiver({ control: 'SB-POD-02', ...changes })];
    expect(proposed({ waivers })).toMatchObject([{ kind: 'refuse', why: expect.stringMatching(why) }]);
    expect(briefly(proposed({ waivers, controls: ['SB-POD-03'] }))).toEqual(both);
  });

  it('mind no waiver of another namespace, nor one that has expired', () => {
    const waivers = [
      aControlWaiver({ control: 'SB-POD-02', resource: 'Deployment/shop/web' }),
      aControlWaiver({ control: 'SB-POD-02', resource: null, expires: '2026-01-01T00:00:00Z' }),
    ];
    expect(briefly(proposed({ waivers, namespaces: ['pay'] }))).toEqual(both);
  });

  it('deny nothing of a cluster that was not read whole', () => {
    const unread = [
      {
        part: 'workloads',
        resource: 'Cluster',
        permission: 'list pods',
        why: 'forbidden',
        kind: 'not-allowed',
      },
    ] as const;
    expect(briefly(proposed({ enforcement: 'deny' }, { unread }))).toEqual([
      'refuse: the cluster was not read completely: Cluster: forbidden',
    ]);
    expect(briefly(proposed({ enforcement: 'warn' }, { unread }))).toEqual(both);
  });

  it('need Kubernetes 1.30', () => {
    expect(briefly(proposed({}, { serverMinor: 29 }))).toEqual([
      'refuse: admission policies came with Kubernetes 1.30',
    ]);
    expect(briefly(proposed({}, { serverMinor: 30 }))).toEqual(both);
  });
});

describe('policies for some namespaces', () => {
  it('have a binding for each, beside that for all', () => {
    const [, ...bindings] = proposed({ namespaces: ['pay', 'shop'] }) as readonly ObjectProposal[];
    expect(bindings.map(({ object }) => (object.metadata as { readonly name: string }).name)).toEqual([
      'drydock-sb-pod-02.pay',
      'drydock-sb-pod-02.shop',
    ]);
  });
});

describe('a binding that denies', () => {
  const [, binding] = proposed({ enforcement: 'deny' }) as readonly ObjectProposal[];
  const standing = (...validationActions: readonly string[]) => ({
    namespace: null,
    object: { metadata: { managedFields: [{ manager: 'us' }] }, spec: { validationActions } },
  });

  it.each([
    [
      'none',
      { namespace: null, object: null },
      'its policy does not warn yet: apply --enforcement warn first',
    ],
    ['one that audits', standing('Audit'), 'its policy does not warn yet: apply --enforcement warn first'],
    ['one that warns', standing('Audit', 'Warn'), null],
    ['one that denies', standing('Audit', 'Deny'), null],
    [
      'one of all namespaces that warns',
      { namespace: null, object: null, wider: standing('Audit', 'Warn').object },
      null,
    ],
  ] as const)('follows %s', (_, there, why) => {
    expect(whyNotToApply(binding!, there, 'us')).toBe(why);
  });

  it('is undone by what stood before', () => {
    const object = binding!.object;
    const { metadata } = object;
    expect(undoCommand(object, null)).toBe(
      'kubectl delete validatingadmissionpolicybinding drydock-sb-pod-02',
    );
    const spec = { policyName: "it's", validationActions: ['Warn'] };
    expect(
      undoCommand(
        { ...object, spec: { ...(object.spec as object), matchResources: {} } },
        { ...object, metadata, spec },
      ),
    ).toBe(
      `kubectl patch validatingadmissionpolicybinding drydock-sb-pod-02 --type merge -p '{"spec":{"policyName":"it'\\''s","validationActions":["Warn"],"matchResources":null}}'`,
    );
  });
});
