import { describe, expect, it } from 'vitest';
import { isCertificateError, networkErrorCode } from '#domain/certificate-error.ts';

describe('networkErrorCode', () => {
  it('finds the code of the error itself, or of the one that fetch hides', () => {
    const inner = Object.assign(new Error('self-signed'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    expect(networkErrorCode(inner)).toBe('SELF_SIGNED_CERT_IN_CHAIN');
    expect(networkErrorCode(new TypeError('fetch failed', { cause: inner }))).toBe(
      'SELF_SIGNED_CERT_IN_CHAIN',
    );
  });

  it.each([[new Error('plain')], ['text'], [undefined]])('is null for %s', (error) => {
    expect(networkErrorCode(error)).toBeNull();
  });

  it('ends with an error that is its own cause', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(networkErrorCode(error)).toBeNull();
  });
});

describe('isCertificateError', () => {
  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', true],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', true],
    ['ERR_TLS_CERT_ALTNAME_INVALID', true],
    ['ECONNREFUSED', false],
  ])('%s: %s', (code, expected) => {
    expect(isCertificateError(code)).toBe(expected);
  });
});
