import { describe, expect, it } from 'vitest';
import { removalTarget } from '#domain/preflight/removals/check-removals.ts';
import { unreadSource } from '#domain/removal/findings/unread-source.ts';
import {
  aControlPlaneStep,
  aPoolStep,
  preflightFindings,
  told,
} from '../../../builders/a-preflight-reading.ts';
import { aRemovalFinding } from '../../../builders/a-removal-finding.ts';
import { aRemovalWaiver } from '../../../builders/a-removal-waiver.ts';

const policies = { apiVersion: 'admissionregistration.k8s.io/v1beta1', kind: 'ValidatingAdmissionPolicy' };
const aUse = (more: object = {}) =>
  aRemovalFinding({
    ...policies,
    namespace: null,
    name: 'guard',
    removedIn: '1.34',
    replacement: { ...policies, apiVersion: 'admissionregistration.k8s.io/v1' },
    source: 'managed-fields',
    evidence: 'helm wrote it through admissionregistration.k8s.io/v1beta1 on 2026-03-31T10:00:00.000Z',
    ...more,
  });
const aCall = (more: object = {}) =>
  aUse({
    name: null,
    source: 'api-metrics',
    evidence: 'an API server received requests for it: PATCH 2',
    aks: { stops: 'yes', until: null },
    ...more,
  });
const unread = (right: string) =>
  unreadSource(
    'live-object',
    { apiVersion: 'v1', kind: 'Secret', location: right },
    `requires permission to ${right}: forbidden`,
  );
const looked = (findings: readonly ReturnType<typeof aUse>[], minor = 34) => ({
  removals: { value: { minor, findings, counts: [] } },
});

describe('API versions that the target takes away', () => {
  it('hold the cluster, with who uses them, what takes their place, and that AKS would not see it', () => {
    expect(told(preflightFindings(looked([aUse()])))).toEqual([
      'blocker removedApis aks-one-weu: admissionregistration.k8s.io/v1beta1 of ValidatingAdmissionPolicy, removed in 1.34, is in use: helm wrote it through admissionregistration.k8s.io/v1beta1 on 2026-03-31T10:00:00.000Z; AKS does not detect it and would upgrade (guard); use admissionregistration.k8s.io/v1 instead, then retry',
    ]);
  });

  it('that are asked for: AKS itself refuses the upgrade', () => {
    const [finding] = preflightFindings(looked([aCall()]));
    expect(finding?.why).toBe(
      'an API server received requests for it: PATCH 2; AKS rejects the upgrade for 12h after such a request',
    );
    expect(finding?.todo).toMatch(/, then retry; retry again after an hour without calls$/);
    expect(finding?.evidence).toEqual([]);
  });

  it('that may have been asked for within its look back: AKS itself may refuse', () => {
    const [finding] = preflightFindings(looked([aCall({ aks: { stops: 'perhaps', until: null } })]));
    expect(finding?.why).toContain('AKS may reject the upgrade for 12h after such a request');
  });

  it('may be other things than API versions', () => {
    const feature = {
      id: 'rbd-volume',
      title: 'rbd volume',
      instead: 'the Ceph CSI driver',
      source: 'https://a',
    };
    const [finding, ...others] = preflightFindings(
      looked([aUse({ rule: 'removed-feature', feature, replacement: null })]),
    );
    expect([finding?.what, finding?.todo]).toEqual([
      'rbd volume of ValidatingAdmissionPolicy, removed in 1.34, is in use',
      'instead: the Ceph CSI driver, then retry',
    ]);
    expect(others).toEqual([]);
  });

  it('are one finding for each kind, with the first names of many', () => {
    const many = Array.from({ length: 1000 }, (_, n) =>
      aUse({ name: `p${String(n).padStart(4, '0')}`, evidence: 'x'.repeat(5000) }),
    );
    const [finding, ...others] = preflightFindings(looked(many));
    expect(others).toEqual([]);
    expect(finding?.evidence).toEqual(['p0000', 'p0001', 'p0002', '997 more']);
    expect(JSON.stringify(finding).length).toBeLessThan(1000);
  });

  it('name what is different, or that nothing takes their place', () => {
    const todos = [
      aUse({ changes: 'x is y' }),
      aUse({ replacement: { apiVersion: 'v2', kind: 'Bee' } }),
      aUse({ replacement: null }),
    ].flatMap((each) => preflightFindings(looked([each])).map(({ todo }) => todo));
    expect(todos).toEqual([
      'use admissionregistration.k8s.io/v1 (x is y) instead, then retry',
      'use v2 Bee instead, then retry',
      'no replacement: remove the use, then retry',
    ]);
  });

  it.each([
    ['a use that seems over', aUse({ severity: 'WARN' }), ['warning']],
    [
      'what is deprecated, and stays',
      aUse({ severity: 'WARN', rule: 'deprecated-api', removedIn: null }),
      ['info'],
    ],
    ['what a later minor deprecates', aUse({ severity: 'INFO', rule: 'deprecated-api' }), ['info']],
  ])('hold nothing for %s', (_, finding, levels) => {
    expect(preflightFindings(looked([finding])).map(({ level }) => level)).toEqual(levels);
  });

  it('warn where Helm releases may not be read, which is a role of its own', () => {
    const why = 'requires permission to list secrets: forbidden';
    const about = { apiVersion: 'v1', kind: 'Secret', location: 'list secrets' };
    expect(told(preflightFindings(looked([unreadSource('helm-release', about, why, 'WARN')])))).toEqual([
      `warning removedApis aks-one-weu: Helm releases were not read: ${why} (list secrets); bind the role drydock-helm-releases (docs/permissions.md) to have them judged`,
    ]);
  });

  it('cannot be determined where a source may not be read: that holds as well, and names the right', () => {
    const denied = looked([unread('list secrets'), unread('get /metrics')]);
    expect(told(preflightFindings(denied))).toEqual([
      'blocker removedApis aks-one-weu: unknown: use of APIs removed in 1.34: requires permission to list secrets: forbidden (get /metrics, list secrets); grant the permission (docs/permissions.md) or fix what is damaged, then retry',
    ]);
    expect(preflightFindings(denied, { policy: { removedApis: 'Warn' } }).map(({ level }) => level)).toEqual([
      'unknown',
    ]);
  });

  it('cannot be determined where the cluster cannot be asked at all, which does not hide among other checks', () => {
    const lost = { unread: { why: 'no answer', permission: 'a way to its API server' } };
    const found = told(
      preflightFindings({ nodes: lost, pods: lost, removals: lost }, { policy: { supportWindow: 'Ignore' } }),
    );
    expect(found).toEqual([
      expect.stringMatching(
        /^blocker removedApis .*unknown: use of API versions that the target removes: no answer/,
      ),
      expect.stringMatching(/^unknown unhealthyNodes .*nodes, pods: no answer/),
    ]);
  });

  it('cannot be determined beyond what the catalogue knows', () => {
    const [first] = preflightFindings(looked([], 99));
    expect(first).toMatchObject({ level: 'blocker', why: expect.stringContaining('up to 1.37') as string });
  });

  it('do not matter to the check of one pool, nor where they are not used', () => {
    expect(preflightFindings(looked([aUse()]), { onlyDrainOf: 'system' })).toEqual([]);
    expect(preflightFindings({})).toEqual([]);
  });
});

describe('API versions whose use is waived', () => {
  const waived = (more: object, findings = [aUse()]) =>
    preflightFindings(looked(findings), {
      policy: { removedApisWaivers: [aRemovalWaiver({ ...policies, ...more })] },
    });
  const [before, after] = ['2026-04-01T07:59:59Z', '2026-04-01T08:00:01Z'];

  it('hold nothing until the last moment of the waiver, by the clock of the campaign, and are reported with who answers for them', () => {
    expect(told(waived({ expires: after }))).toEqual([
      'warning removedApis aks-one-weu: admissionregistration.k8s.io/v1beta1 of ValidatingAdmissionPolicy, removed in 1.34, is in use: helm wrote it through admissionregistration.k8s.io/v1beta1 on 2026-03-31T10:00:00.000Z (guard); waived by shop until 2026-04-01T08:00:01Z: the chart follows next week',
    ]);
  });

  it('hold again once it has ended, and say so', () => {
    const [finding, ...others] = waived({ expires: before });
    expect([finding?.level, others]).toEqual(['blocker', []]);
    expect(finding?.why).toMatch(
      /^helm wrote it through admissionregistration\.k8s\.io\/v1beta1 on 2026-03-31T10:00:00\.000Z; AKS does not detect it and would upgrade; the waiver of shop for ValidatingAdmissionPolicy \(admissionregistration\.k8s\.io\/v1beta1\) expired 2026-04-01T07:59:59Z$/,
    );
  });

  it('hold for what the waiver does not cover, beside what it does', () => {
    const both = [aUse(), aUse({ name: 'other' })];
    expect(
      waived({ expires: after, name: 'other' }, both).map(({ level, evidence }) => [level, evidence]),
    ).toEqual([
      ['blocker', ['guard']],
      ['warning', ['other']],
    ]);
  });

  it('are for the record where they would not hold anyway', () => {
    expect(waived({ expires: after }, [aUse({ severity: 'WARN' })]).map(({ level }) => level)).toEqual([
      'info',
    ]);
  });

  it('do not make known what could not be read', () => {
    const all = { expires: after, apiVersion: 'v1', kind: 'Secret' };
    expect(waived(all, [unread('list secrets')]).map(({ level }) => level)).toEqual(['blocker']);
  });
});

describe('the minor that is looked ahead to', () => {
  const hop = (from: string, to: string) => aControlPlaneStep({ from, to });
  it.each([
    ['the next minor', [hop('1.33.5', '1.34.1'), aPoolStep()], 34],
    ['the last of several hops', [hop('1.32.9', '1.33.5'), aPoolStep(), hop('1.33.5', '1.34.1')], 34],
    ['none for a patch', [hop('1.33.4', '1.33.5')], null],
    ['none for node pools alone', [aPoolStep()], null],
  ])('%s', (_, steps, minor) => {
    expect(removalTarget(steps)).toBe(minor);
  });
});
