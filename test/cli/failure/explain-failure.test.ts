import { NamespaceNotFoundError } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '#cli/failure/exit-codes.ts';
import { explainFailure } from '#cli/failure/explain-failure.ts';
import { grpc as grpcCodes } from '#cli/failure/grpc-failure.ts';
import { type FailureKind, failure, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { payloadCodec } from '#gateways/temporal/payload-codec.ts';
import { type PayloadKey, payloadKey } from '#gateways/temporal/payload-keys.ts';

const failureKinds = Object.keys(failureRules) as FailureKind[];
const grpc = (code: number, details: string) => Object.assign(new Error('it failed'), { code, details });

const key = (id: string, byte: number) => payloadKey(id, Buffer.alloc(32, byte));
const [january, july] = [key('2026-01', 1), key('2026-07', 7)];

async function unreadableBy(keys: readonly PayloadKey[], tampered = false): Promise<unknown> {
  const [payload] = await payloadCodec([january]).encode([{ metadata: {}, data: Buffer.from('{}') }]);
  if (tampered) payload!.data![14]! ^= 1;
  return payloadCodec(keys)
    .decode([payload!])
    .catch((error: unknown) => error);
}

describe('explainFailure', () => {
  it.each([
    [
      'no keys',
      [],
      false,
      exitCodes.usage,
      /"2026-01" is needed: set DRYDOCK_PAYLOAD_KEYS/,
      /encryption\.md/,
    ],
    [
      'another key',
      [july],
      false,
      exitCodes.usage,
      /"2026-01" is not among .* \(it has 2026-07\): add it/,
      /encryption\.md/,
    ],
    [
      'another key of its id',
      [key('2026-01', 2), july],
      false,
      exitCodes.usage,
      /is another key .* restore/,
      /encryption\.md/,
    ],
    [
      'its key, but tampered with',
      [january, july],
      true,
      exitCodes.unclassified,
      /is damaged/,
      /who has access/,
    ],
  ] as const)(
    'says of a payload that is read by %s what to set',
    async (_case, keys, tampered, exitCode, message, next) => {
      const error = new Error('the client wraps it', { cause: await unreadableBy(keys, tampered) });
      expect(explainFailure(error)).toMatchObject({
        exitCode,
        message: expect.stringMatching(message),
        next: expect.stringMatching(next),
      });
    },
  );

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
