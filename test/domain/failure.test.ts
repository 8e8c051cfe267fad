import { describe, expect, it } from 'vitest';
import {
  describeCause,
  describeFailure,
  describeForOperator,
  type FailureKind,
  failure,
  failureRules,
} from '#domain/failure.ts';

const kinds = Object.keys(failureRules) as FailureKind[];

describe('a failure', () => {
  it.each(kinds)('%s tells people what follows in whole sentences', (kind) => {
    expect(failureRules[kind].text).toMatch(/^[A-Z].*\.$/);
  });

  it('that asks a person says that a person, or Azure, has to act', () => {
    const asking = kinds.filter((kind) => failureRules[kind].reaction === 'ask');
    expect(asking.filter((kind) => failureRules[kind].who === 'Drydock')).toEqual([]);
  });

  it('that Drydock fixes automatically has other words for when its patience is at an end, and no other has', () => {
    const passing = kinds.filter((kind) => ['retry', 'wait'].includes(failureRules[kind].reaction));
    expect(kinds.filter((kind) => failureRules[kind].whenAsked !== undefined)).toEqual(passing);
    expect(describeForOperator(failure('azure-unavailable', 'Down.'))).toMatch(/^Down\. .*, then retry\.$/);
    expect(describeForOperator(failure('locked', 'No.'))).toBe(describeFailure(failure('locked', 'No.')));
  });

  it('adds no advice of its own to words that advise already', () => {
    const advised = failure('nodes-not-as-planned', 'Left to do by hand: this, then retry.', {
      isAdvised: true,
    });
    expect([describeFailure(advised), describeForOperator(advised)]).toEqual([
      advised.message,
      advised.message,
    ]);
  });

  it('is reported without advice once what follows is settled', () => {
    expect(describeCause(failure('drain-blocked', 'Stuck', { code: 'Drain' }))).toBe('Drain: Stuck.');
  });

  it('keeps its message short enough for history and a terminal', () => {
    const { message } = failure('throttled', 'x'.repeat(5000));
    expect(message).toHaveLength(780);
    expect(message.endsWith('…')).toBe(true);
  });

  it('keeps whole sentences, items and words of a message that is too long', () => {
    const told = (text: string) => failure('throttled', text).message;
    expect(told(`One two. ${'All is well here. '.repeat(100)}`)).toMatch(/All is well here\. …$/);
    expect(told(`Details: ${'* api one, gone in 1.34 '.repeat(100)}`)).toMatch(
      / \* api one, gone in 1\.34 …$/,
    );
    expect(told('word '.repeat(400))).toMatch(/ word …$/);
  });

  it.each([
    ['QuotaExceeded', 'No room.', 'QuotaExceeded: No room.'],
    ['QuotaExceeded', 'QuotaExceeded, no room', 'QuotaExceeded, no room.'],
    [null, 'no room', 'no room.'],
    [null, 'Is "it (full)?"', 'Is "it (full)?"'],
    [null, '1 error occurred:\n\t* no room\n\n', '1 error occurred: * no room.'],
  ])('with code %j and message %j is reported once, as a sentence in one line', (code, message, told) => {
    const { text } = failureRules['quota-exceeded'];
    expect(describeFailure(failure('quota-exceeded', message, { code }))).toBe(`${told} ${text}`);
  });
});
