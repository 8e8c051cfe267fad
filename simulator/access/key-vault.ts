import { type Context, Hono } from 'hono';
import { isTokenFor, tenantId, vaultAudience } from './identity.ts';
import type { Secrets, SecretVersion } from './secrets.ts';
import { originOf } from './token-service.ts';

/** The part of Azure Key Vault that reads secrets, two versions a page; without a token the challenge that says where to get one. */
export function keyVault(secrets: Secrets): Hono {
  const app = new Hono();
  app.use('*', async (c, next) => {
    if (isTokenFor(vaultAudience, c.req.header('authorization') ?? null, Date.now())) return next();
    const challenge = `Bearer authorization="${originOf(c)}/${tenantId}", resource="${vaultAudience}"`;
    return refuse(c, 401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.', challenge);
  });
  app.get('/:name/versions', (c) => {
    const all = secrets.versionsOf(c.req.param('name'));
    if (all.length === 0) return notFound(c);
    const from = Number(c.req.query('from') ?? 0);
    const page = all.slice(from, from + pageSize).map((each) => ({ ...shown(c, each), value: undefined }));
    const isLast = from + pageSize >= all.length;
    const url = `${originOf(c)}/secrets/${c.req.param('name')}/versions?api-version=${c.req.query('api-version')}`;
    return c.json({ value: page, nextLink: isLast ? null : `${url}&from=${from + pageSize}` });
  });
  app.get('/:name/:version', (c) => {
    const { name, version } = c.req.param();
    const found = secrets.versionsOf(name).find((each) => each.version === version);
    if (found === undefined) return notFound(c);
    return found.enabled
      ? c.json(shown(c, found))
      : refuse(c, 403, 'Forbidden', 'Operation get is not allowed on a disabled secret.');
  });
  return app;
}

const pageSize = 2;

function shown(c: Context, { name, version, value, enabled, notBefore, created }: SecretVersion): object {
  const attributes = { enabled, created, updated: created, nbf: notBefore, recoveryLevel: 'Recoverable' };
  return { value, id: `${originOf(c)}/secrets/${name}/${version}`, attributes };
}

function notFound(c: Context): Response {
  return refuse(c, 404, 'SecretNotFound', `A secret with (name/id) ${c.req.param('name')} was not found.`);
}

function refuse(
  c: Context,
  status: 401 | 403 | 404,
  code: string,
  message: string,
  challenge = '',
): Response {
  if (challenge !== '') c.header('www-authenticate', challenge);
  return c.json({ error: { code, message } }, status);
}
