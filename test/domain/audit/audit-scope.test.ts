import { describe, expect, it } from 'vitest';
import type { Audit, ControlReport, Evidence } from '#domain/audit/audit.ts';
import {
  type AuditScope,
  auditBeside,
  auditInScope,
  auditLevels,
  failsAt,
  openFindings,
} from '#domain/audit/audit-scope.ts';
import { asBaseline, compareWithKnown, knowing } from '#domain/known-findings.ts';

const everything: AuditScope = { controls: [], areas: [], namespaces: [], severity: null };
const found = (resource: string, changes: Partial<Evidence> = {}): Evidence => ({
  resource,
  outcome: 'fail',
  reason: 'r',
  severity: 'high',
  ...changes,
});
const control = (id: string, evidence: readonly Evidence[], changes: Partial<ControlReport> = {}) => ({
  id,
  title: id,
  area: 'pod-security' as const,
  severity: 'high' as const,
  profile: 'recommended' as const,
  benchmarks: [],
  status: 'FAIL' as const,
  notApplicable: null,
  evidence: evidence.filter(({ outcome }) => outcome !== 'undecided'),
  undecided: evidence.filter(({ outcome }) => outcome === 'undecided'),
  remediation: '',
  ...changes,
});
const waived = { reason: 'r', owner: 'o', approver: 'a', expires: '2999-01-01T00:00:00Z' };
const audit: Audit = {
  voidWaivers: [],
  verdict: 'FAIL',
  controls: [
    control('SB-POD-01', [
      found('Pod/shop/web', { container: 'main' }),
      found('Pod/pay/web', { severity: 'low' }),
    ]),
    control('SB-POD-02', [found('Namespace/pay', { outcome: 'warn', severity: 'medium' })], {
      status: 'WARN',
    }),
    control('SB-ENT-05', [found('ClusterRoleBinding/all', { severity: 'critical' })], { area: 'identity' }),
    control('SB-NET-02', [found('Cluster', { outcome: 'undecided', severity: 'medium' })], {
      area: 'network',
      status: 'UNKNOWN',
    }),
    control('SB-DEF-01', [], { area: 'defender', status: 'NOT_APPLICABLE', notApplicable: 'files' }),
    control('SB-POD-03', [found('Pod/shop/old', { waived })], { status: 'WAIVED' }),
  ],
};
const gist = ({ verdict, controls }: Pick<Audit, 'verdict' | 'controls'>) =>
  `${verdict}: ${controls.map(({ id, status }) => `${id.slice(3)} ${status}`).join(', ')}`;

describe('the scope of an audit', () => {
  it.each<[string, Partial<AuditScope>, string]>([
    [
      'everything',
      {},
      'FAIL: POD-01 FAIL, POD-02 WARN, ENT-05 FAIL, NET-02 UNKNOWN, DEF-01 NOT_APPLICABLE, POD-03 WAIVED',
    ],
    ['a control', { controls: ['SB-POD-02'] }, 'WARN: POD-02 WARN'],
    ['a control that does not apply', { controls: ['SB-DEF-01'] }, 'PASS: DEF-01 NOT_APPLICABLE'],
    ['areas', { areas: ['identity', 'network'] }, 'FAIL: ENT-05 FAIL, NET-02 UNKNOWN'],
    ['a control of another area', { controls: ['SB-POD-02'], areas: ['identity'] }, 'PASS: '],
    [
      'a namespace: what is in none does not count, what could not be read does',
      { namespaces: ['pay'] },
      'FAIL: POD-01 FAIL, POD-02 WARN, ENT-05 PASS, NET-02 UNKNOWN, DEF-01 NOT_APPLICABLE, POD-03 PASS',
    ],
    [
      'a severity',
      { severity: 'high' },
      'FAIL: POD-01 FAIL, POD-02 PASS, ENT-05 FAIL, NET-02 PASS, DEF-01 NOT_APPLICABLE, POD-03 WAIVED',
    ],
    [
      'a namespace and a severity',
      { namespaces: ['pay'], severity: 'high', areas: ['pod-security'] },
      'PASS: POD-01 PASS, POD-02 PASS, POD-03 PASS',
    ],
  ])('%s', (_, scope, expected) => {
    expect(gist(auditInScope(audit, { ...everything, ...scope }))).toBe(expected);
  });

  it('does not turn an audit that judged nothing into a pass', () => {
    const empty = {
      voidWaivers: [],
      verdict: 'UNKNOWN' as const,
      controls: [control('SB-POD-01', [], { status: 'PASS' })],
    };
    expect(auditInScope(empty, everything).verdict).toBe('UNKNOWN');
    expect(failsAt(empty, 'critical')).toBe(true);
  });

  it('fails on a severity by what fails or is unknown and not waived', () => {
    const only = (id: string) => auditInScope(audit, { ...everything, controls: [id] });
    expect([failsAt(only('SB-ENT-05'), 'critical'), failsAt(only('SB-POD-01'), 'critical')]).toEqual([
      true,
      false,
    ]);
    expect([failsAt(only('SB-NET-02'), 'medium'), failsAt(only('SB-NET-02'), 'high')]).toEqual([true, false]);
    expect([failsAt(only('SB-POD-02'), 'info'), failsAt(only('SB-POD-03'), 'info')]).toEqual([false, false]);
  });
});

describe('a baseline of findings', () => {
  it('takes failures and warnings away, not what is unknown or waived', () => {
    const beside = auditBeside(audit, asBaseline(openFindings(audit), auditLevels), everything);
    expect(gist(beside)).toBe(
      'UNKNOWN: POD-01 PASS, POD-02 PASS, ENT-05 PASS, NET-02 UNKNOWN, DEF-01 NOT_APPLICABLE, POD-03 WAIVED',
    );
    expect(beside.baseline).toEqual({ known: 4, gone: [] });
  });

  it('names what is gone, only where it would have been found', () => {
    const gone = (id: string, resource: string) => ({
      fingerprint: `${id}|${resource}|`,
      level: 'fail high',
    });
    const baseline = [
      gone('SB-POD-01', 'Pod/shop/gone'),
      gone('SB-NET-02', 'Namespace/gone'),
      gone('SB-DEF-01', 'Cluster'),
      gone('SB-XXX-01', 'Pod/shop/gone'),
    ];
    expect(auditBeside(audit, baseline, everything).baseline).toEqual({
      known: 0,
      gone: ['SB-POD-01|Pod/shop/gone|'],
    });
    expect(auditBeside(audit, baseline, { ...everything, namespaces: ['pay'] }).baseline.gone).toEqual([]);
  });

  it.each([
    ['fail medium', true],
    ['fail high', true],
    ['warn critical', true],
    ['fail critical', false],
  ])('of "fail high" knows %s: %s, for what became worse is new', (level, expected) => {
    const levels = ['fail critical', 'fail high', 'fail medium', 'warn critical'];
    const isKnown = knowing([{ fingerprint: 'a', level: 'fail high' }], levels);
    expect([isKnown({ fingerprints: ['a'], level }), isKnown({ fingerprints: ['b'], level })]).toEqual([
      expected,
      false,
    ]);
  });

  it.each([
    [['a'], true],
    [['a', 'b'], true],
    [['a', 'c'], false],
    [['c'], false],
  ])('of two violations, a and b, knows a finding of %j: %s', (fingerprints, expected) => {
    const baseline = asBaseline([{ fingerprints: ['a', 'b'], level: 'x' }], ['x']);
    expect(knowing(baseline, ['x'])({ fingerprints, level: 'x' })).toBe(expected);
  });

  it('counts each of several findings with one fingerprint', () => {
    const same = { fingerprints: ['a'], level: 'x' };
    expect(compareWithKnown([same, same], asBaseline([same], ['x']), ['x'], () => true)).toEqual({
      known: 2,
      gone: [],
    });
  });
});
