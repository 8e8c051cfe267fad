import { describe, expect, it } from 'vitest';
import { auditCluster } from '#domain/audit/audit.ts';
import { describeVoidWaiver } from '#domain/audit/control/apply-waiver.ts';
import type { ControlWaiver } from '#domain/audit/control/control-waiver.ts';
import { claimsInAnnotation, type InObjectPolicy } from '#domain/audit/control/in-object-waivers.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { anAuditedCluster, auditedAt } from '../../../builders/an-audited-cluster.ts';

const day = (days: number) => new Date(auditedAt + days * 86_400_000).toISOString().slice(0, 10);
const unused = 'it matches no finding';
const rooted = (changes: object = {}): Readonly<Record<string, unknown>> => ({
  ...aPod({ context: { runAsUser: 0 }, metadata: { name: 'web', ...changes } }),
});

/** "WAIVED" or "FAIL" of SB-POD-03 (medium) for Pod/shop/web, and what is said of waivers without effect. */
const judge = (
  waivers: readonly ControlWaiver[],
  {
    note,
    policy = null,
    changes = {},
  }: { note?: string; policy?: InObjectPolicy | null; changes?: object } = {},
) => {
  const annotations = note === undefined ? {} : { annotations: { 'drydock.dev/waive': note } };
  const objects = [rooted({ ...annotations, ...changes })];
  const claims = objects.flatMap((each) => claimsInAnnotation(each, () => 'web.yaml:1'));
  const cluster = anAuditedCluster({ objects });
  const { controls, voidWaivers } = auditCluster(cluster, waivers, 'recommended', { claims, policy });
  const why = voidWaivers.map((each) => describeVoidWaiver(each).split(' has no effect: ')[1]);
  return [controls.find(({ id }) => id === 'SB-POD-03')?.status, ...why];
};

describe('a waiver of the file', () => {
  it.each<[string, Partial<ControlWaiver>, readonly string[]]>([
    ['every axis', { namespace: 'shop', severity: 'medium', resource: 'Pod/shop/web' }, ['WAIVED']],
    ['a pattern of controls', { control: 'SB-POD-*' }, ['WAIVED']],
    ['a pattern of other controls', { control: 'SB-WIN-*' }, ['FAIL', unused]],
    ['one character of a control', { control: 'SB-POD-0?' }, ['WAIVED']],
    ['a pattern of namespaces', { namespace: 's*p' }, ['WAIVED']],
    ['another namespace', { namespace: 'shop-*' }, ['FAIL', unused]],
    ['a more severe limit', { severity: 'critical' }, ['WAIVED']],
    ['a less severe limit', { severity: 'low' }, ['FAIL', unused]],
    ['a pattern inside of a resource', { resource: '*/shop/w?b' }, ['WAIVED']],
    ['a container by a pattern', { resource: 'Pod/*/web main' }, ['WAIVED']],
    ['another resource', { resource: 'Deployment/*' }, ['FAIL', unused]],
    ['every axis but one', { namespace: 'shop', severity: 'low', resource: '*' }, ['FAIL', unused]],
    ['an end in a year', { expires: `${day(366)}T00:00:00Z` }, ['WAIVED']],
    [
      'an end after that',
      { expires: `${day(368)}T00:00:00Z` },
      ['FAIL', expect.stringContaining('it ends more than 366 days from now')],
    ],
    ['its end', { expires: `${day(-1)}T00:00:00Z` }, ['FAIL', expect.stringContaining('it expired on')]],
  ])('with %s', (_, changes, expected) => {
    expect(judge([aControlWaiver(changes)])).toEqual(expected);
  });

  it('is used where another one covers the same finding, too', () => {
    expect(judge([aControlWaiver(), aControlWaiver({ control: '*' })])).toEqual(['WAIVED']);
  });
});

describe('what an object waives of itself', () => {
  const policy: InObjectPolicy = {
    allow: ['SB-POD-03'],
    namespaces: null,
    severity: null,
    maxDays: 90,
    approver: 'security',
  };
  const note = `SB-POD-03, until ${day(30)}, it binds port 80, for now`;

  it.each<[string, string, InObjectPolicy | null, readonly string[]]>([
    ['without a policy', note, null, ['FAIL', 'the waiver file does not allow it (inObject)']],
    ['allowed by its id', note, policy, ['WAIVED']],
    ['allowed by a pattern', note, { ...policy, allow: ['SB-POD-*'], namespaces: ['sh*'] }, ['WAIVED']],
    [
      'of another control',
      note,
      { ...policy, allow: ['SB-POD-02'] },
      ['FAIL', 'inObject.allow does not name SB-POD-03'],
    ],
    [
      'of another namespace',
      note,
      { ...policy, namespaces: ['pay'] },
      ['FAIL', 'inObject.namespaces does not name shop'],
    ],
    ['of a finding that is too severe', note, { ...policy, severity: 'low' }, ['FAIL', unused]],
    [
      'that is too long',
      note,
      { ...policy, maxDays: 7 },
      ['FAIL', 'it ends more than 7 days from now (inObject.maxDays)'],
    ],
    ['that ended', `SB-POD-03, until ${day(-3)}, r`, policy, ['FAIL', expect.stringContaining('it expired')]],
    [
      'of a control that there is none of',
      `SB-PDO-03, until ${day(3)}, r`,
      policy,
      ['FAIL', 'there is no such control; did you mean SB-POD-03?'],
    ],
    ...[
      '',
      'SB-POD-03',
      `SB-POD-03, ${day(3)}, r`,
      `SB-POD-03, until ${day(3)}`,
      'SB-POD-03, until 2027-02-30, r',
    ].map((bad): [string, string, InObjectPolicy, string[]] => [
      `written "${bad}"`,
      bad,
      policy,
      ['FAIL', 'expected CONTROL, until YYYY-MM-DD, REASON'],
    ]),
    ['of 501 characters', 'x'.repeat(501), policy, ['FAIL', 'it is longer than 500 characters']],
    [
      'that is unused',
      `${note}\nSB-POD-07, until ${day(3)}, r`,
      { ...policy, allow: ['*'] },
      ['WAIVED', unused],
    ],
  ])('%s', (_, written, given, expected) => {
    expect(judge([], { note: written, policy: given })).toEqual(expected);
  });

  it('is no pattern, needs a name, and is the owner’s where there is one', () => {
    expect(judge([], { note, policy, changes: { name: 'w*' } })).toEqual(['WAIVED']);
    const claims = claimsInAnnotation(
      rooted({ name: 'w*', annotations: { 'drydock.dev/waive': note } }),
      () => 'w',
    );
    const cluster = anAuditedCluster({ objects: [rooted()] });
    const { controls } = auditCluster(cluster, [], 'recommended', { claims, policy });
    expect(controls.find(({ id }) => id === 'SB-POD-03')?.status).toBe('FAIL');
    expect(judge([], { note, policy, changes: { name: undefined } })).toEqual([
      'FAIL',
      'it stands beside no object that has a name; use the annotation',
    ]);
    const ownerReferences = [{ kind: 'ReplicaSet', name: 'web' }];
    expect(judge([], { note, policy, changes: { ownerReferences } })).toEqual(['FAIL']);
  });
});
