import { describe, expect, it } from 'vitest';
import { type FailureKind, failure, failureRules } from '#domain/failure.ts';
import type { RollbackVerdict } from '#domain/gate/rollback-decision.ts';
import { tellStoppedWayBack, waitsForOperationAlone } from '#domain/gate/rollback-words.ts';

const running = { kind: 'operation-running', because: 'node pool np1 is Upgrading' } as const;
const tooLate = { kind: 'too-late', because: 'node pool np1 left 1.33.5 more than seven days ago' } as const;

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

describe('a way back that came to a stop', () => {
  it.each(Object.keys(failureRules) as FailureKind[])(
    'after %s does not say that the upgrade goes on',
    (kind) => {
      const told = tellStoppedWayBack('np1', '1.33.5', failure(kind, 'Stuck.'));
      expect(told).toMatch(
        /^np1 could not be taken back to 1\.33\.5\. Stuck\. .* Retry goes on with the way back/,
      );
      expect(told).not.toContain('the upgrade goes on');
    },
  );
});
