import { kubernetesAudience } from './kubeconfig.ts';

/** Who the ready line lets in. Fixed, so that files that name them work in every run. */
export const tenantId = '00000000-0000-0000-0000-0000000000fd';
export const clientId = '00000000-0000-0000-0000-0000000000fe';
export const clientSecret = 'simulated-secret-of-no-value';

/** The audience of tokens for Key Vault (a published constant). */
export const vaultAudience = 'https://vault.azure.net';

const managementAudiences = ['https://management.azure.com', 'https://management.core.windows.net'];

/** Whether tokens for this audience open Azure Resource Manager, clusters or Key Vault. */
export function isAzure(audience: string): boolean {
  return [...managementAudiences, kubernetesAudience, vaultAudience].includes(audience.replace(/\/+$/, ''));
}

interface Claims {
  readonly aud: string;
  readonly exp: number;
}

/** A JWT as Entra shapes it, with a signature that signs nothing: the simulator knows its own tokens by their form. */
export function issueToken(audience: string, issuer: string, nowMs: number, lifetimeSeconds: number): string {
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = {
    aud: audience,
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt - 60,
    exp: issuedAt + lifetimeSeconds,
    appid: clientId,
    oid: clientId,
    sub: clientId,
    tid: tenantId,
    ver: '1.0',
  };
  return [encode({ alg: 'RS256', typ: 'JWT' }), encode(claims), signature].join('.');
}

/** Why the token does not open ARM, or null if it does. */
export function armTokenProblem(authorization: string | null, nowMs: number): string | null {
  const claims = claimsOf(authorization);
  if (claims === null) return 'The access token is invalid.';
  if (claims.exp * 1000 < nowMs) return 'The access token has expired.';
  return managementAudiences.includes(claims.aud.replace(/\/+$/, ''))
    ? null
    : `The access token has the wrong audience '${claims.aud}'.`;
}

/** Whether the header carries a token of this simulator for the given audience that has not expired. */
export function isTokenFor(audience: string, authorization: string | null, nowMs: number): boolean {
  const claims = claimsOf(authorization);
  return claims !== null && claims.aud === audience && claims.exp * 1000 >= nowMs;
}

const signature = Buffer.from('signed by nobody').toString('base64url');

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function claimsOf(authorization: string | null): Claims | null {
  const [, token = ''] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
  const [, claims, sign] = token.split('.');
  if (claims === undefined || sign !== signature) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    return isClaims(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isClaims(value: unknown): value is Claims {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aud' in value &&
    typeof value.aud === 'string' &&
    'exp' in value &&
    typeof value.exp === 'number'
  );
}
