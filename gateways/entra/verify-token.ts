import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Issuer, TokenVersion } from './tenant-keys.ts';

/** Clocks of machines differ. */
const toleranceSeconds = 30;

/**
 * The claims of an access token that this tenant issued for one of the audiences and that is valid now; else a RangeError
 * that says what is wrong with it. A FailureError where the tenant's keys cannot be read.
 */
export async function verifyToken(
  token: string,
  issuerOf: (version: TokenVersion) => Promise<Issuer>,
  audiences: readonly string[],
): Promise<JWTPayload> {
  try {
    const { issuer, keyOf } = await issuerOf(decodeJwt(token).ver === '1.0' ? '1.0' : '2.0');
    const { payload } = await jwtVerify(token, keyOf, {
      issuer,
      audience: [...audiences],
      algorithms: ['RS256'],
      clockTolerance: toleranceSeconds,
      requiredClaims: ['exp', 'nbf', 'iat'],
    });
    return payload;
  } catch (error) {
    // The keys' endpoint is silent, or answers with an error.
    if (
      error instanceof errors.JWKSTimeout ||
      (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC')
    )
      throw new FailureError(
        failure('no-answer', `The keys of the tenant cannot be read: ${error.message}.`),
        error,
      );
    if (error instanceof errors.JOSEError) throw new RangeError(describe(error));
    if (error instanceof TypeError && !(error instanceof FailureError))
      throw new RangeError('the proof is no token');
    throw error;
  }
}

function describe(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'the token is for another application';
    if (error.claim === 'iss') return 'the token is of another tenant';
    if (error.claim === 'nbf') return 'the token is not valid yet';
    return `the token lacks ${error.claim}`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey)
    return 'the token is not signed by the tenant';
  return `the token cannot be verified (${error.code})`;
}
