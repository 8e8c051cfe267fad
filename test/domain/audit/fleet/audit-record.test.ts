import { expect, it } from 'vitest';
import type { Audit } from '#domain/audit/audit.ts';
import { auditNote } from '#domain/audit/fleet/audit-note.ts';
import { type AuditRecord, noteAudit } from '#domain/audit/fleet/audit-record.ts';
import { digestsIn } from '#domain/audit/fleet/remembered-findings.ts';

const days = ['2026-12-01T03:00:00Z', '2026-12-02T03:00:00Z', '2026-12-03T03:00:00Z', '2026-12-04T03:00:00Z'];
const cluster = { resourceId: '/subscriptions/s/a', name: 'aks-a', verdict: 'FAIL', because: null } as const;

interface Found {
  readonly open: readonly string[];
  readonly undecided?: number;
}

/** null: the cluster was not read. */
function noteOf(found: Found | null, at: string) {
  if (found === null) return auditNote({ ...cluster, verdict: 'NOT_READ', because: 'no answer' }, null, at);
  const { open, undecided = 0 } = found;
  const evidence = open.map((name) => ({
    resource: `Pod/shop/${name}`,
    outcome: 'fail' as const,
    reason: 'no',
    severity: 'high' as const,
  }));
  const control = { id: 'SB-POD-02', severity: 'high', status: open.length > 0 ? 'FAIL' : 'PASS', evidence };
  const unknown = Array.from({ length: undecided }, () => ({ outcome: 'undecided' }));
  const audit = { verdict: 'FAIL', controls: [{ ...control, undecided: unknown }] } as unknown as Audit;
  return auditNote(cluster, audit, at);
}

const many = Array.from({ length: 1001 }, (_, at) => `pod-${at}`);

it.each<[string, readonly (Found | null)[], readonly (number | null)[], Record<string, number> | null]>([
  ['the first audit has nothing before it', [{ open: ['a', 'b'] }], [2, null, null], { '01': 2 }],
  ['what stays keeps its age', [{ open: ['a'] }, { open: ['a'] }], [1, 0, 0], { '01': 1 }],
  ['new and gone', [{ open: ['a', 'b'] }, { open: ['b', 'c'] }], [2, 1, 1], { '01': 1, '02': 1 }],
  ['all of it gone', [{ open: ['a', 'b'] }, { open: [] }], [0, 0, 2], {}],
  [
    'gone is of the audit before only',
    [{ open: ['a'] }, { open: [] }, { open: ['c'] }],
    [1, 1, 0],
    { '03': 1 },
  ],
  ['what is back is new', [{ open: ['a'] }, { open: [] }, { open: ['a'] }], [1, 1, 0], { '03': 1 }],
  [
    'what cannot be judged is not gone',
    [{ open: ['a', 'b'] }, { open: ['b'], undecided: 1 }],
    [2, 0, 0],
    { '01': 2 },
  ],
  [
    'an unread cluster keeps its state',
    [{ open: ['a'] }, null, { open: ['a', 'b'] }],
    [2, 1, 0],
    { '01': 1, '03': 1 },
  ],
  ['unread at first', [null, { open: ['a'] }], [1, null, null], { '02': 1 }],
  ['too many to remember', [{ open: ['a'] }, { open: many }], [1001, null, null], null],
  ['after too many', [{ open: many }, { open: ['a'] }], [1, null, null], { '02': 1 }],
])('%s', (_, found, counts, ages) => {
  let record: AuditRecord = [];
  for (const [day, each] of found.entries()) {
    record = noteAudit(record, noteOf(each, days[day]!));
    // An activity that is repeated notes the same again.
    expect(noteAudit(record, noteOf(each, days[day]!))).toBe(record);
  }
  const [state] = record[0]!.controls;
  expect([state!.findings, state!.new, state!.gone]).toEqual(counts);
  const byDay = state!.ages?.map(({ since, digests }) => [since.slice(8, 10), digestsIn(digests).length]);
  expect(byDay === undefined ? null : Object.fromEntries(byDay)).toEqual(ages);
});

it('an unread cluster says since when it is not known', () => {
  const read = noteAudit([], noteOf({ open: ['a'] }, days[0]!));
  expect(noteAudit(read, noteOf(null, days[1]!))).toMatchObject([
    { at: days[0], tried: days[1], because: 'no answer', verdict: 'FAIL', controls: [{ findings: 1 }] },
  ]);
});

it('a part of the record of twenty clusters with as many findings as are remembered fits into a payload', () => {
  let record: AuditRecord = [];
  for (const at of days)
    for (let index = 0; index < 20; index += 1)
      record = noteAudit(record, { ...noteOf({ open: many.slice(1) }, at), resourceId: `/${index}` });
  expect(record).toHaveLength(20);
  expect(JSON.stringify(record).length).toBeLessThan(300_000);
});

const names = (...found: readonly string[]) => found.map((each) => `SB-POD-02|Pod/shop/${each}|`);

it.each<[string, readonly (Found | null)[], readonly string[]]>([
  ['the first audit', [{ open: ['a'] }], []],
  ['one gone', [{ open: ['a', 'b'] }, { open: ['b', 'c'] }], ['a']],
  ['all gone', [{ open: ['a', 'b'] }, { open: [] }], ['a', 'b']],
  ['gone two audits ago', [{ open: ['a'] }, { open: [] }, { open: ['c'] }], []],
  ['gone while the cluster was not read', [{ open: ['a', 'b'] }, null, { open: ['b'] }], ['a']],
  ['not judged', [{ open: ['a', 'b'] }, { open: ['b'], undecided: 1 }], []],
  [
    'gone after it was not judged',
    [{ open: ['a', 'b'] }, { open: ['b'], undecided: 1 }, { open: ['b'] }],
    ['a'],
  ],
  ['too many to remember', [{ open: many }, { open: [] }], []],
])('names what is gone: %s', (_, found, gone) => {
  let record: AuditRecord = [];
  for (const [day, each] of found.entries()) record = noteAudit(record, noteOf(each, days[day]!));
  expect(record[0]!.controls.flatMap(({ goneNames }) => goneNames)).toEqual(names(...gone));
});

it('remembers no more however long a part is not judged', () => {
  let record: AuditRecord = [];
  for (let index = 0; index < 60; index += 1) {
    const at = new Date(Date.parse(days[0]!) + index * 86_400_000).toISOString();
    const open = many.slice(1, 101).map((each) => `${each}-${index}`);
    record = noteAudit(record, noteOf({ open, undecided: 1 }, at));
  }
  expect(JSON.stringify(record).length).toBeLessThan(20_000);
});

it('a cluster without an audit for 90 days is forgotten', () => {
  const other = { ...noteOf({ open: [] }, '2026-08-01T00:00:00Z'), resourceId: '/gone' };
  expect(noteAudit(noteAudit([], other), noteOf({ open: [] }, days[0]!)).map(({ name }) => name)).toEqual([
    'aks-a',
  ]);
});
