import { describe, expect, it } from 'vitest';
import { type FailureKind, failure, failureRules } from '#domain/failure.ts';
import type { RollbackVerdict } from '#domain/rollback/decide-rollback.ts';
import {
  describeRollbackEnd,
  describeSkippedRollback,
  describeStoppedRollback,
  waitsForOperationAlone,
} from '#domain/rollback/rollback-messages.ts';

const running = { kind: 'operation-running', because: 'node pool np1 is Upgrading' } as const;
const tooLate = { kind: 'too-late', because: 'node pool np1 left 1.33.5 more than 7 days ago' } as const;

describe('a pool that is asked about', () => {
  it.each<[string, boolean, RollbackVerdict]>([
    ['may go back once what runs is aborted', true, { eligible: false, refusals: [running] }],
    ['cannot go back for another reason too', false, { eligible: false, refusals: [running, tooLate] }],
    [
      'may go back as it is',
      false,
      { eligible: true, version: '1.33.5', nodeImageVersion: 'i', until: null },
    ],
  ])('%s', (_, alone, verdict) => {
    expect(waitsForOperationAlone(verdict)).toBe(alone);
  });
});

describe('a rollback that stopped', () => {
  it.each(Object.keys(failureRules) as FailureKind[])(
    'after %s does not say that the upgrade continues',
    (kind) => {
      const told = describeStoppedRollback('np1', '1.33.5', failure(kind, 'Stuck.'));
      expect(told).toMatch(
        /^np1 could not be rolled back to 1\.33\.5\. Stuck\. .*Retry continues the rollback, not the upgrade\.$/,
      );
      expect(told).not.toContain('the upgrade continues');
    },
  );
});

describe('a rollback that is skipped', () => {
  const half = { pool: 'np1', to: '1.33.5', isSent: true, found: '2 of 2 nodes run 1.34.1' };

  it.each([
    [
      'says how far it is, and what Azure does with it later',
      half,
      /^np1 is partially rolled back to 1\.33\.5: 2 of 2 nodes run 1\.34\.1\. Any change of np1 in Azure continues the rollback, not the upgrade; manually: az go on\.$/,
    ],
    [
      'says so where its nodes cannot be asked',
      { ...half, found: null },
      /^np1 is partially rolled back to 1\.33\.5\. Any change of np1 in Azure continues the rollback, not the upgrade; manually: az go on\.$/,
    ],
    [
      'is none where nothing was sent',
      { ...half, isSent: false },
      /^np1 was not taken back to 1\.33\.5, and nothing was sent: 2 of 2 nodes run 1\.34\.1\.$/,
    ],
  ])('%s', (_, left, words) => {
    expect(describeSkippedRollback(left, 'az go on')).toMatch(words);
  });
});

describe('the end of a cluster whose pools were to go back', () => {
  const because = 'rolled back by alice: slower';

  it('tells first what went back, and why as something past', () => {
    const back = [{ name: 'np1', to: '1.33.5' }];
    expect(describeRollbackEnd({ back, notes: ['np1 is as well as before.'], because })).toBe(
      'np1 went back to 1.33.5. np1 is as well as before. Reason of the rollback: rolled back by alice: slower',
    );
  });

  it('names no pool as gone back where none is', () => {
    expect(describeRollbackEnd({ back: [], notes: ['np1 is half way.'], because })).toBe(
      'np1 is half way. Reason of the rollback: rolled back by alice: slower',
    );
  });
});
