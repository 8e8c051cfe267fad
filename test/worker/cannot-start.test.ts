import { expect, it } from 'vitest';
import { namespaceUnusable, temporalUnreachable } from '#worker/cannot-start.ts';

it.each([
  [
    'tonic::transport::Error(Transport, ConnectError(ConnectError("tcp connect error", 127.0.0.1:1, Os { code: 111, kind: ConnectionRefused, message: "Connection refused" })))',
    'connection refused',
  ],
  [
    'tonic::transport::Error(Transport, ConnectError(ConnectError("dns error", Custom { kind: Uncategorized, error: "failed to lookup address information: Name or service not known" })))',
    'the host name does not resolve',
  ],
  ['an unknown error', 'the connection failed'],
])('why Temporal cannot be reached is reported in words, not as %s', (words, told) => {
  const error = temporalUnreachable('there:7233', new Error(words));
  expect(error.message).toBe(`Temporal at there:7233 cannot be reached: ${told}`);
  expect(error.cause).toMatchObject({ message: words });
});

it.each([
  ['Status { code: NotFound, message: "Namespace shop is not found." }', 'Temporal has no namespace shop'],
  ['Status { code: PermissionDenied }', 'Temporal refuses access to namespace shop'],
])('why a namespace cannot be used is reported in words, not as %s', (words, told) => {
  const error = namespaceUnusable('shop', new Error(words));
  expect(error.message).toBe(told);
  expect(error.next).toContain('set TEMPORAL_NAMESPACE');
});
