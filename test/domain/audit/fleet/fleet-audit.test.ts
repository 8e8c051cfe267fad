import { expect, it } from 'vitest';
import { describeFleetAudit, fleetAuditText } from '#cli/view/audit/fleet-audit-views.ts';
import type { Audit, Evidence } from '#domain/audit/audit.ts';
import {
  auditedCluster,
  type ClusterAudit,
  fleetAudit,
  skippedCluster,
  unreadCluster,
} from '#domain/audit/fleet/fleet-audit.ts';
import { withoutColour } from '../../../cli/view/terminal/without-colour.ts';

const about = (name: string) => ({ name, resourceId: `/x/${name}` });
const cluster = (name: string, verdict: Audit['verdict']): ClusterAudit =>
  auditedCluster(about(name), { verdict, controls: [] });
const all = { profile: 'recommended', scope: { controls: ['SB-POD-02'], areas: [] } } as const;

it.each<[readonly ClusterAudit[], string, string]>([
  [[], 'UNKNOWN', 'INCOMPLETE: the selection has no cluster'],
  [[cluster('a', 'PASS')], 'PASS', 'PASS: 1 PASS'],
  [[cluster('a', 'PASS'), cluster('b', 'WARN')], 'WARN', 'WARN: 1 PASS, 1 WARN'],
  [[cluster('a', 'WARN'), cluster('b', 'UNKNOWN')], 'UNKNOWN', 'UNKNOWN: 1 WARN, 1 UNKNOWN'],
  [
    [cluster('a', 'PASS'), unreadCluster(about('b'), 'no answer')],
    'UNKNOWN',
    'INCOMPLETE: 1 of 2 clusters were not read (b); 1 PASS, 1 not read',
  ],
  [
    [cluster('a', 'FAIL'), unreadCluster(about('b'), 'no answer')],
    'FAIL',
    'FAIL, INCOMPLETE: 1 of 2 clusters were not read (b); 1 FAIL, 1 not read',
  ],
])(
  'a fleet is as bad as the worst of its clusters, and incomplete without one: %#',
  (clusters, verdict, text) => {
    const audit = fleetAudit(clusters, all);
    expect(audit.verdict).toBe(verdict);
    expect(describeFleetAudit(audit)).toBe(text);
  },
);

it('alike clusters are one group, and groups stand in blocks as wide as the terminal', () => {
  const control = {
    id: 'SB-POD-02',
    title: 'x',
    area: 'pod-security',
    severity: 'high',
    profile: 'recommended',
    benchmarks: [],
    remediation: '',
    notApplicable: null,
    undecided: [],
  } as const;
  const evidence = [
    { resource: 'Pod/a/b', outcome: 'fail', reason: 'no', severity: 'critical' },
    { resource: 'Pod/a/c', outcome: 'fail', reason: 'no', severity: 'high' },
  ] as const;
  const failing = (name: string, findings: readonly Evidence[] = evidence) =>
    auditedCluster(about(name), {
      verdict: 'FAIL',
      controls: [{ ...control, status: 'FAIL', evidence: findings }],
    });
  const passing = auditedCluster(about('aks-b'), {
    verdict: 'PASS',
    controls: [{ ...control, status: 'PASS', evidence: [] }],
  });
  const unread = unreadCluster(about('aks-c'), 'the cluster is stopped');
  const skipped = skippedCluster(about('aks-f'), 'no namespace shop');
  const clusters = [
    passing,
    unread,
    skipped,
    failing('aks-e', evidence.slice(1)),
    failing('aks-a'),
    failing('aks-d'),
  ];
  expect(`\n${fleetAuditText(fleetAudit(clusters, all), withoutColour, 40)}\n`).toBe(`
GROUP   RESULT     FINDINGS
    CLUSTERS
1       FAIL       1 critical, 1 high
    2 clusters: aks-a, aks-d
2       FAIL       1 high
    aks-e
3       not read
    aks-c: the cluster is stopped
4       PASS
    aks-b
5       skipped
    aks-f: no namespace shop

CONTROL     SEVERITY   1        2
SB-POD-02   medium     FAIL 2   FAIL 1

CONTROL     SEVERITY   4
SB-POD-02   medium     PASS

FAIL, INCOMPLETE: 1 of 6 clusters were not read (aks-c); 1 PASS, 1 not read, 1 skipped, 3 FAIL
`);
});
