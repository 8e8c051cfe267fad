import { type Context, Hono } from 'hono';
import { type Directory, password } from './directory.ts';
import { clientId, clientSecret, isAzure, issueToken, tenantId } from './identity.ts';

const lifetimeSeconds = 3600;

/** Entra's part: discovery, keys, and tokens for client secrets, client assertions and people. Expiry is in real time. */
export function tokenService(directory: Directory): Hono {
  const app = new Hono();
  app.get('/:tenant/v2.0/.well-known/openid-configuration', (c) => discovery(c, '/v2.0'));
  app.get('/:tenant/.well-known/openid-configuration', (c) => discovery(c, ''));
  app.get('/:tenant/discovery/v2.0/keys', (c) => c.json(directory.keys()));
  app.get('/:tenant/discovery/keys', (c) => c.json(directory.keys()));
  app.post('/:tenant/oauth2/v2.0/token', (c) => token(c, directory));
  app.post('/:tenant/oauth2/token', (c) => token(c, directory));
  return app;
}

/** Scheme, host and port by which the client came in: MSAL refuses an issuer of any other origin. */
export function originOf(c: Context): string {
  return `https://${c.req.header('host') ?? '127.0.0.1'}`;
}

function isKnownTenant(tenant: string | undefined): boolean {
  return tenant?.toLowerCase() === tenantId || tenant?.toLowerCase() === 'adfs';
}

function discovery(c: Context, version: '/v2.0' | ''): Response {
  const tenant = c.req.param('tenant') ?? '';
  if (!isKnownTenant(tenant))
    return refuse(c, 400, 'invalid_tenant', `AADSTS90002: Tenant '${tenant}' not found.`);
  const base = `${originOf(c)}/${tenant}`;
  return c.json({
    issuer: `${base}${version}`,
    authorization_endpoint: `${base}/oauth2${version}/authorize`,
    token_endpoint: `${base}/oauth2${version}/token`,
    jwks_uri: `${base}/discovery${version}/keys`,
    response_types_supported: ['code', 'id_token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
  });
}

async function token(c: Context, directory: Directory): Promise<Response> {
  const tenant = c.req.param('tenant') ?? '';
  if (!isKnownTenant(tenant))
    return refuse(c, 400, 'invalid_request', `AADSTS90002: Tenant '${tenant}' not found.`);
  const form = new URLSearchParams(await c.req.text());
  const person = form.get('grant_type') === 'password' ? personOf(form, directory) : null;
  if (person === undefined)
    return refuse(
      c,
      400,
      'invalid_grant',
      'AADSTS50126: Error validating credentials due to invalid username or password.',
    );
  const problem = clientProblem(form, person !== null);
  if (problem !== null) return refuse(c, 401, 'invalid_client', problem);
  const scope = form.get('scope') ?? `${form.get('resource') ?? ''}/.default`;
  const audience = scope.split(' ')[0]!.replace(/\/+\.default$/, '');
  if (audience === '')
    return refuse(c, 400, 'invalid_scope', 'AADSTS70011: The provided value for scope is not valid.');
  const base = `${originOf(c)}/${tenant}`;
  return c.json({
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token:
      // Azure and clusters know this simulator's tokens by their form, whoever holds them.
      person === null || isAzure(audience)
        ? issueToken(audience, `${base}/`, Date.now(), lifetimeSeconds)
        : directory.issue(person, audience, base, Date.now(), lifetimeSeconds),
  });
}

function personOf(form: URLSearchParams, directory: Directory) {
  return form.get('password') === password ? directory.find(form.get('username') ?? '') : undefined;
}

/** `isPublic`: a person signs in, so the application needs no secret. */
function clientProblem(form: URLSearchParams, isPublic: boolean): string | null {
  if (form.get('client_id')?.toLowerCase() !== clientId) {
    return `AADSTS700016: Application with identifier '${form.get('client_id') ?? ''}' was not found in the directory.`;
  }
  if (isPublic || form.get('client_secret') === clientSecret) return null;
  if ((form.get('client_assertion') ?? '').split('.').length === 3) return null;
  if (form.has('client_assertion')) return 'AADSTS50027: JWT token is invalid or malformed.';
  return `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`;
}

function refuse(c: Context, status: 400 | 401, error: string, description: string): Response {
  return c.json(
    { error, error_description: description, error_codes: [Number(/\d+/.exec(description)?.[0] ?? 0)] },
    status,
  );
}
