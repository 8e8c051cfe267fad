import { ApplicationFailure, DefaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { boundedFailure } from '#activities/envelope/describe-failure.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/** Of what is tried again Temporal's server keeps no more (bytes). */
const limit = 4_096;

describe('sayFailure', () => {
  it.each([
    ['a long chain of causes', causes(20)],
    ['a cause of many words', new Error('no '.repeat(3_000))],
    ['a cause of many words outside ASCII', new Error('ä€'.repeat(3_000))],
  ])('is kept by the server although there is %s', (_, cause) => {
    const said = boundedFailure(new FailureError(failure('kubernetes-unreachable', cause.message), cause));
    expect(bytesOf(said)).toBeLessThan(limit);
    expect(said).toMatchObject({
      message: expect.stringContaining("The cluster's API server does not answer"),
    });
  });

  it('tells where it was thrown and what was behind it', () => {
    const behind = new TypeError('fetch failed', { cause: new Error('other side closed') });
    const { stack } = said('kubernetes-unreachable', behind);
    expect(stack).toMatch(
      /^FailureError: .*describe-failure\.test\.ts.*Caused by: TypeError: fetch failed.*Caused by: Error: other side closed/s,
    );
  });

  it('shows no token that stands in the words of a cause', () => {
    const token = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`;
    expect(said('kubernetes-unreachable', new Error(`Bearer ${token}`), 'no').stack).not.toContain(token);
  });

  it('shortens nothing that a person is asked about', () => {
    const words = 'because '.repeat(1_000).trim();
    expect(said('not-allowed', new Error('no'), words).message).toContain(words);
  });

  it('gives an unexpected error a kind, too', () => {
    expect(boundedFailure(new RangeError('too far'))).toMatchObject({ type: 'unclassified' });
    expect(boundedFailure('gone')).toMatchObject({ type: 'unclassified' });
  });
});

function said(kind: Parameters<typeof failure>[0], cause: Error, words = cause.message): ApplicationFailure {
  const thrown = boundedFailure(
    new FailureError({ kind, message: words, code: null, retryAfterMs: null }, cause),
  );
  if (!(thrown instanceof ApplicationFailure)) throw new Error('no failure of an application');
  return thrown;
}

function causes(depth: number): Error {
  return depth === 0
    ? new Error('other side closed')
    : new Error(`layer ${depth}`, { cause: causes(depth - 1) });
}

/** As it goes to the server, and a little more: texts of bytes are longer than the bytes. */
function bytesOf(said: unknown): number {
  const wire = new DefaultFailureConverter().errorToFailure(said, defaultPayloadConverter);
  const text = (_: string, value: unknown) =>
    value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
  return Buffer.byteLength(JSON.stringify(wire, text));
}
