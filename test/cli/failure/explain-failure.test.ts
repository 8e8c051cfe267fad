import { NamespaceNotFoundError } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '#cli/failure/exit-codes.ts';
import { explainFailure } from '#cli/failure/explain-failure.ts';
import { grpc as grpcCodes } from '#cli/failure/grpc-failure.ts';
import { type FailureKind, failure, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

const failureKinds = Object.keys(failureRules) as FailureKind[];
const grpc = (code: number, details: string) => Object.assign(new Error('it failed'), { code, details });

describe('explainFailure', () => {
  it.each([
    ['the client', new NamespaceNotFoundError('prod')],
    ['a service', grpc(5, 'Namespace prod is not found.')],
  ])('knows a namespace that is not there, told by %s, as not set up', (_case, error) => {
    expect(explainFailure(error)).toMatchObject({
      exitCode: exitCodes.unavailable,
      message: 'Temporal has no namespace prod',
      next: expect.stringContaining('temporal operator namespace create -n prod'),
    });
  });

  it.each([
    ['no-answer', exitCodes.unavailable, 'drydock doctor'],
    ['throttled', exitCodes.unavailable, 'try again later'],
    ['azure-unavailable', exitCodes.unavailable, 'try again'],
    ['not-signed-in', exitCodes.notAllowed, 'of this shell'],
    ['not-allowed', exitCodes.notAllowed, 'docs/permissions.md'],
  ] as const)(
    'says to the caller of a command what to do about %s, not what a campaign does',
    (kind, exitCode, next) => {
      const explained = explainFailure(new FailureError(failure(kind, 'Azure said no.')));
      expect(explained).toMatchObject({ exitCode, message: expect.stringMatching(/Azure said no\.$/) });
      expect(explained.next).toContain(next);
    },
  );

  it('says who cannot be reached, where all that is known is an address', () => {
    const refused = failure('no-answer', 'connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED' });
    expect(explainFailure(new FailureError(refused)).message).toBe(
      'Azure cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
    );
  });

  it.each<readonly [string, Error]>([
    ...failureKinds.map((kind) => [kind, new FailureError(failure(kind, 'Azure said no.'))] as const),
    ...Object.entries(grpcCodes).map(([name, code]) => [name, grpc(code, 'it failed')] as const),
    ['no namespace', new NamespaceNotFoundError('prod')],
    ['anything else', new Error('it failed')],
  ])('sends the reader of doctor neither to doctor nor to a stack it does not print: %s', (_case, error) => {
    expect(explainFailure(error, true).next ?? '').not.toMatch(/drydock doctor|--debug/);
  });

  it('does not take every "not found" of Temporal for a namespace', () => {
    expect(explainFailure(grpc(5, 'workflow not found'))).toMatchObject({ exitCode: exitCodes.unclassified });
  });
});
