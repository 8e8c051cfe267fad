import { expect, it } from 'vitest';
import { auditTrendText } from '#cli/view/audit/audit-trend-text.ts';
import type { AuditState } from '#domain/audit/fleet/audit-record.ts';
import { auditTrend } from '#domain/audit/fleet/audit-trend.ts';
import { withoutColour } from '../../../cli/view/terminal/without-colour.ts';

const last = '2026-12-02T03:00:00Z';
const state = (name: string, over: Partial<AuditState>): AuditState => ({
  resourceId: `/x/${name}`,
  name,
  at: last,
  tried: last,
  because: null,
  verdict: 'FAIL',
  controls: [],
  ...over,
});
const pods = {
  id: 'SB-POD-02',
  status: 'FAIL',
  findings: 3,
  new: 1,
  gone: 2,
  goneNames: ['SB-POD-02|Pod/shop/web|main|privileged'],
  names: [],
  ages: [
    { since: last, digests: '12345678' },
    { since: '2026-11-18T03:00:00Z', digests: 'abcdefgh87654321' },
  ],
} as const;
const network = {
  id: 'SB-NET-02',
  status: 'FAIL',
  findings: 1,
  new: 0,
  gone: 0,
  goneNames: [],
  names: [],
  ages: [{ since: last, digests: '12345678' }],
} as const;
const tooMany = { ...network, findings: 2000, new: null, gone: null, ages: null };
const states = [
  state('aks-c', { at: null, verdict: 'NOT_READ', because: 'the cluster is stopped' }),
  state('aks-b', { controls: [tooMany] }),
  state('aks-a', { controls: [pods, network] }),
];

it('a cluster has the sums of its controls, as unknown as the least known, and the age of the oldest finding', () => {
  const text = auditTrendText(auditTrend(states), {
    palette: withoutColour,
    now: Date.parse('2026-12-02T05:00:00Z'),
  });
  expect(`\n${text}\n`).toBe(`
CLUSTER   FINDINGS   NEW   GONE   OLDEST   AUDITED
aks-a     4          1     2      14d2h    FAIL 2h ago
aks-b     2000       -     -      -        FAIL 2h ago
aks-c     -          -     -      -        not read      not read 2h ago: the cluster is stopped

CONTROL     SEVERITY   FINDINGS   NEW   GONE   OLDEST   CLUSTERS
SB-NET-02   high       2001       -     -      -        2
SB-POD-02   medium     3          1     2      14d2h    1

Gone from aks-a: SB-POD-02 Pod/shop/web main privileged
... and 1 more, which were not remembered by name
`);
});

it('of some controls only what they found counts', () => {
  expect(auditTrend(states, ['SB-POD-02']).map(({ name, findings }) => [name, findings])).toEqual([
    ['aks-a', 3],
    ['aks-b', 0],
    ['aks-c', 0],
  ]);
});

it('without a scheduled audit it says how to make one', () => {
  expect(auditTrendText([], { palette: withoutColour, now: 0 })).toContain('drydock schedule create');
});

it('names at most twenty of what is gone, and JSON all', () => {
  const goneNames = Array.from({ length: 30 }, (_, at) => `SB-POD-02|Pod/shop/web-${at}|main`);
  const trend = auditTrend([state('aks-a', { controls: [{ ...pods, gone: 30, goneNames }] })]);
  expect(trend[0]?.controls[0]?.goneNames).toEqual(goneNames);
  const lines = auditTrendText(trend, { palette: withoutColour, now: 0 }).split('\n');
  expect(lines.filter((each) => each.startsWith('Gone from'))).toHaveLength(20);
  expect(lines.at(-1)).toBe('... and 10 more: -o json names them');
});
