import { describe, expect, it } from 'vitest';
import { closingFailure, type EndResult, resultInFailure } from '#domain/outcome/closing.ts';
import type { Phase } from '#domain/status/status.ts';

const untouched = { untouched: true } as const;
const begun = { untouched: false } as const;
const deferred = { untouched: false, deferred: true } as const;

describe('how a workflow closes in Temporal', () => {
  it.each<[Phase, Omit<EndResult, 'phase' | 'reason'>, 'Completed' | 'Failed']>([
    ['Completed', {}, 'Completed'],
    ['Completed', begun, 'Completed'],
    ['CompletedWithFailures', {}, 'Failed'],
    ['CompletedWithFailures', begun, 'Failed'],
    ['CompletedWithFailures', deferred, 'Completed'],
    ['Failed', {}, 'Failed'],
    ['Failed', untouched, 'Failed'],
    ['Failed', begun, 'Failed'],
    ['Aborted', {}, 'Failed'],
    ['Aborted', untouched, 'Failed'],
    ['Aborted', begun, 'Failed'],
    ['RolledBack', begun, 'Failed'],
    ['Skipped', {}, 'Completed'],
    ['Skipped', untouched, 'Completed'],
    ['Skipped', begun, 'Failed'],
    ['Skipped', { ...untouched, deferred: true }, 'Completed'],
  ])('of %s %j is %s', (phase, rest, closes) => {
    const result = { phase, reason: 'a reason', clusters: [{ phase: 'Failed' }], ...rest };
    const closing = closingFailure(result);
    expect(closing === null ? 'Completed' : 'Failed').toBe(closes);
    if (closing === null) return;
    expect(closing).toEqual({ type: phase, message: `${phase}: a reason` });
    // As it comes back from the server: plain JSON.
    const back = JSON.parse(JSON.stringify({ ...closing, details: [result] })) as unknown;
    expect(resultInFailure(back)).toEqual(result);
  });

  it('says the phase where there is no reason', () => {
    expect(closingFailure({ phase: 'Failed', reason: null })).toEqual({ type: 'Failed', message: 'Failed' });
  });

  it.each([
    ['none', undefined],
    ['null', null],
    ['a termination', { message: 'Workflow execution terminated', details: [] }],
    ['a timeout', { message: 'Workflow execution timed out', timeoutType: 'START_TO_CLOSE' }],
    ['a cancellation', { message: 'Workflow execution cancelled', details: [] }],
    ['a failure without details', { type: 'Failed', details: null }],
    ['details of null', { type: 'Failed', details: [null] }],
    ['a failure of an activity', { type: 'azure-denied', details: [{ kind: 'azure-denied' }] }],
    ['another type than its result', { type: 'Error', details: [{ phase: 'Failed', reason: null }] }],
    ['neither type nor phase', { details: [{}] }],
  ])('finds no result in %s', (_, cause) => {
    expect(resultInFailure(cause)).toBeNull();
  });
});
