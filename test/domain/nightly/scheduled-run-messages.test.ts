import { describe, expect, it } from 'vitest';
import { describeCause, type FailureKind, failure, failureRules } from '#domain/failure.ts';
import { describeSkippedByRule, describeUnanswered } from '#domain/nightly/scheduled-run-messages.ts';

const hourMs = 3_600_000;
const kinds = Object.keys(failureRules) as FailureKind[];

describe('what an ended scheduled run says of a cluster', () => {
  it('names what happened and what comes next', () => {
    const drained = failure('drain-blocked', 'Pod web-0 stays.');
    expect(describeUnanswered(hourMs, describeCause(drained))).toBe(
      'no decision within 1h; the next run plans it again. Pod web-0 stays.',
    );
    expect(describeSkippedByRule(failure('busy', 'apps is Updating'), true)).toBe(
      'apps is Updating. It is busy for longer than the file waits (cluster.onBusy). Deferred to the next run.',
    );
  });

  it('promises no next run to a campaign outside a schedule', () => {
    expect(describeSkippedByRule(failure('stopped', 'aks-a is stopped.'), false)).toBe('aks-a is stopped.');
  });

  it.each(kinds)('advises nothing that is refused by then, of %s', (kind) => {
    const what = failure(kind, 'No.');
    for (const told of [describeSkippedByRule(what, true), describeUnanswered(hourMs, describeCause(what))])
      expect(told).not.toMatch(/\b(retry|skip)\b/);
  });
});
