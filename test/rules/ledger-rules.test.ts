import { describe, expect, it } from 'vitest';
import type { AcceptedOperation } from '../simulated/accepted-operations.ts';
import { type Agreement, broken } from './ledger-rules.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 8, minute)).toISOString();

/** An operation that takes ten minutes. */
function anOperation(
  cluster: string,
  minute: number,
  over: Partial<AcceptedOperation> = {},
): AcceptedOperation {
  return {
    id: `${cluster}-${minute}`,
    kind: 'node-pool-upgrade',
    cluster,
    pool: 'np1',
    from: '1.33.5',
    to: '1.34.1',
    at: at(minute),
    finishedAt: at(minute + 10),
    result: 'Succeeded',
    method: 'PUT',
    ifMatch: 'W/"1"',
    ...over,
  };
}

const controlPlane = { kind: 'control-plane-upgrade', pool: null } as const;
const settings = { kind: 'settings', from: null, to: null } as const;

const test = [
  anOperation('test', 0, controlPlane),
  anOperation('test', 20, { pool: 'sys' }),
  anOperation('test', 40),
];
const [testPlane, testSystem, testUser] = test as [AcceptedOperation, AcceptedOperation, AcceptedOperation];
const production = [anOperation('one', 100, controlPlane), anOperation('two', 120, controlPlane)];
const good = [...test, ...production];

const agreement: Agreement = {
  steps: [
    'test control-plane-upgrade 1.33.5 -> 1.34.1',
    'test node-pool-upgrade sys 1.33.5 -> 1.34.1',
    'test node-pool-upgrade np1 1.33.5 -> 1.34.1',
    'one control-plane-upgrade 1.33.5 -> 1.34.1',
    'two control-plane-upgrade 1.33.5 -> 1.34.1',
  ],
  stages: [
    { clusters: ['test'], places: 1, approvedAt: null },
    { clusters: ['one', 'two'], places: 1, approvedAt: Date.parse(at(90)) },
  ],
  isOpen: (ms) => ms < Date.parse(at(300)),
};

describe('the rules of change, asked of a ledger', () => {
  it('find nothing in a ledger that keeps them all', () => {
    const restored = anOperation('test', 60, settings);
    expect(broken([...test, restored, ...production], agreement)).toEqual([]);
  });

  it.each<[string, readonly AcceptedOperation[], string]>([
    [
      'two operations on a cluster at once',
      [testPlane, testSystem, { ...testUser, at: at(25) }, ...production],
      'test: node-pool-upgrade np1 began before node-pool-upgrade sys had ended',
    ],
    [
      'an operation beside one that never ended',
      [testPlane, { ...testSystem, finishedAt: null }, testUser],
      'test: node-pool-upgrade np1 began before node-pool-upgrade sys had ended',
    ],
    [
      'a pool before its control plane',
      [
        { ...testUser, at: at(0), finishedAt: at(5) },
        { ...testPlane, at: at(10), finishedAt: at(15) },
        testSystem,
      ],
      'test: a pool was touched before the control plane',
    ],
    [
      'a user pool before a system pool',
      [testPlane, { ...testUser, at: at(12), finishedAt: at(15) }, testSystem, ...production],
      'test: a user pool went before a system pool',
    ],
    [
      'settings put back on a pool whose upgrade failed',
      [
        testPlane,
        testSystem,
        { ...testUser, result: 'Failed' },
        anOperation('test', 60, settings),
        ...production,
      ],
      'test: the settings of np1 were changed before its upgrade had succeeded',
    ],
    [
      'settings of a pool that was not upgraded yet',
      [
        testPlane,
        anOperation('test', 12, { ...settings, finishedAt: at(13) }),
        testSystem,
        testUser,
        ...production,
      ],
      'test: the settings of np1 were changed before its upgrade had succeeded',
    ],
    [
      'a step that was accepted twice',
      [...test, { ...testUser, at: at(60), finishedAt: at(61) }, ...production],
      'test node-pool-upgrade np1 1.33.5 -> 1.34.1 was accepted more than once',
    ],
    [
      'settings that were put back twice',
      [...test, anOperation('test', 60, settings), anOperation('test', 72, settings), ...production],
      'test settings np1 was accepted more than once',
    ],
    [
      'a step that never came',
      [testPlane, testSystem, ...production],
      'test node-pool-upgrade np1 1.33.5 -> 1.34.1 was never accepted',
    ],
    [
      'an upgrade without approval',
      [...good, anOperation('two', 140, { to: '1.35.0' })],
      'two node-pool-upgrade np1 1.33.5 -> 1.35.0 was not agreed to',
    ],
    [
      'production before test has ended',
      [...test, { ...production[0]!, at: at(45) }, production[1]!],
      'one control-plane-upgrade 1.33.5 -> 1.34.1 began before the stage before it had ended',
    ],
    [
      'production before its gate was approved',
      [...test, { ...production[0]!, at: at(80) }, production[1]!],
      'one control-plane-upgrade 1.33.5 -> 1.34.1 began before the gate was approved',
    ],
    [
      'more clusters at once than agreed',
      [...test, production[0]!, { ...production[1]!, at: at(105) }],
      '2 clusters at once where 1 were agreed to',
    ],
    [
      'a PUT without If-Match',
      [{ ...testPlane, ifMatch: null }, testSystem, testUser, ...production],
      'test control-plane-upgrade 1.33.5 -> 1.34.1 was sent without the eTag that was inspected',
    ],
    [
      'a PUT that matches anything',
      [{ ...testPlane, ifMatch: '*' }, testSystem, testUser, ...production],
      'test control-plane-upgrade 1.33.5 -> 1.34.1 was sent without the eTag that was inspected',
    ],
    [
      'an upgrade outside the window',
      [...test, production[0]!, { ...production[1]!, at: at(301), finishedAt: at(310) }],
      'two control-plane-upgrade 1.33.5 -> 1.34.1 was accepted at 2026-11-20T13:01:00.000Z, outside the window',
    ],
  ])('find %s', (_, operations, breach) => {
    expect(broken(operations, agreement)).toContain(breach);
  });

  it('let settings be put back outside the window', () => {
    const restored = anOperation('two', 305, settings);
    const upgraded = anOperation('two', 140);
    const steps = [...agreement.steps, 'two node-pool-upgrade np1 1.33.5 -> 1.34.1'];
    expect(broken([...good, upgraded, restored], { ...agreement, steps })).toEqual([]);
  });
});
