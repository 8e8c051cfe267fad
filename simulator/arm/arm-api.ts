import { type Context, Hono } from 'hono';
import { armTokenProblem, clientId, tenantId } from '../access/identity.ts';
import { originOf } from '../access/token-service.ts';
import type { Allowance } from '../limits/rate-limits.ts';
import { isObject, type Json, type JsonObject } from '../values/json-value.ts';
import type { World } from '../world/world.ts';
import type { Keys } from './read/credentials.ts';
import type { ArmAnswer, GateEnv } from './request/arm-call.ts';
import { ArmError, gatewayError, limitReached } from './request/arm-error.ts';
import { withStrategies } from './request/preview-fields.ts';
import { type ArmRoute, armRoutes, matchRoute } from './route-table.ts';
import { checkLocks } from './rules/locks.ts';

const oldestApiVersion = '2025-10-01';
const oldestPreview = '2025-08-02-preview';

/** Azure Resource Manager for clusters and node pools. */
export function armApi(world: World, keys: Keys): Hono<GateEnv> {
  const routes = armRoutes(keys);
  const app = new Hono<GateEnv>();
  app.all('*', async (c) => {
    const text = c.req.method === 'GET' ? '' : await c.req.text();
    world.catchUp();
    try {
      const answer = answerCall(world, routes, c, text);
      c.set('effect', answer.effect);
      c.set('operation', answer.operation);
      if (answer.effect !== undefined) writeDown(world, c, text, answer.status);
      return send(world, c, answer.status, answer.body, answer.headers);
    } catch (error) {
      if (error instanceof ArmError) return send(world, c, error.status, error.body, error.headers);
      throw error;
    }
  });
  return app;
}

function answerCall(world: World, routes: readonly ArmRoute[], c: Context<GateEnv>, text: string): ArmAnswer {
  const problem = armTokenProblem(c.req.header('authorization') ?? null, Date.now());
  if (problem !== null) throw unauthorized(problem, originOf(c));
  const url = new URL(c.req.url);
  const found = matchRoute(routes, c.req.method, c.req.path);
  const apiVersion = url.searchParams.get('api-version');
  checkApiVersion(apiVersion, found?.route.hasOwnApiVersion ?? true);
  if (found === undefined) throw unknownRoute(c.req.method, c.req.path);
  c.set('allowance', drawAllowance(world, c, found.params));
  checkLocks(world, c.req.method, c.req.path);
  const answer = found.route.handle({
    world,
    origin: originOf(c),
    path: url.pathname,
    params: found.params,
    query: url.searchParams,
    headers: c.req.raw.headers,
    body: parseBody(text),
  });
  const { body } = answer;
  return body !== undefined && apiVersion?.endsWith('-preview') === true
    ? { ...answer, body: withStrategies(body) }
    : answer;
}

/** Headers that decide what a request does. */
const decisiveHeaders = ['if-match', 'if-none-match', 'x-ms-client-request-id'];

function writeDown(world: World, c: Context<GateEnv>, text: string, status: number): void {
  const headers = decisiveHeaders.flatMap((name) => {
    const value = c.req.header(name);
    return value === undefined ? [] : [[name, value]];
  });
  const { pathname, search } = new URL(c.req.url);
  world.journal.append({
    kind: 'request',
    atMs: world.queue.now(),
    realMs: world.realNow(),
    method: c.req.method,
    url: pathname + search,
    headers: Object.fromEntries(headers) as Record<string, string>,
    text,
    status,
  });
}

/** @throws ArmError 429 where limits are on and one is reached. */
function drawAllowance(
  world: World,
  c: Context<GateEnv>,
  params: Readonly<Record<string, string>>,
): Allowance | undefined {
  if (world.replayedRealMs !== null) return undefined;
  const cluster = world.clusterAt(params.subscription, params.group, params.cluster);
  const region = cluster?.location ?? params.location;
  const allowance = world.limits.draw({ method: c.req.method, path: c.req.path, region }, world.realNow());
  if (world.isLimited && allowance.refusal !== null) throw limitReached(allowance.refusal);
  return allowance;
}

function checkApiVersion(version: string | null, isAnyAge: boolean): void {
  if (version === null || version === '') {
    throw gatewayError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  const isDate = /^\d{4}-\d{2}-\d{2}(-preview)?$/.test(version);
  const isPreview = version.endsWith('-preview');
  if (isDate && (isAnyAge || version >= (isPreview ? oldestPreview : oldestApiVersion))) return;
  throw gatewayError(
    400,
    isDate ? 'InvalidResourceType' : 'InvalidApiVersionParameter',
    `The api-version '${version}' is invalid. The supported versions are '${oldestApiVersion}' and every later date.`,
  );
}

function parseBody(text: string): JsonObject {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // the refusal below says it
  }
  throw gatewayError(
    400,
    'InvalidRequestContent',
    'The request content was invalid and could not be deserialized.',
  );
}

function send(
  world: World,
  c: Context<GateEnv>,
  status: number,
  body?: Json,
  own: Readonly<Record<string, string>> = {},
): Response {
  const headers = { ...commonHeaders(world, c), ...own };
  if (body === undefined) return new Response(null, { status, headers });
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

function commonHeaders(world: World, c: Context<GateEnv>): Record<string, string> {
  const id = crypto.randomUUID();
  const remaining = { GET: 'reads', DELETE: 'deletes' }[c.req.method] ?? 'writes';
  const allowance = c.get('allowance');
  const client = c.req.header('x-ms-client-request-id');
  return {
    'cache-control': 'no-cache',
    pragma: 'no-cache',
    expires: '-1',
    'x-content-type-options': 'nosniff',
    'x-ms-operation-identifier': `tenantId=${tenantId},objectId=${clientId}/simulated/${id}`,
    'x-msedge-ref': `Ref A: ${id.replaceAll('-', '').toUpperCase()} Ref B: SIMULATED`,
    'x-ms-request-id': id,
    'x-ms-correlation-request-id': id,
    'x-ms-routing-request-id': `SIMULATED:${new Date(world.queue.now()).toISOString()}:${id}`,
    // AKS never says what remains of a subscription's reads (recorded), only of all regions'.
    ...(remaining === 'reads'
      ? {}
      : { [`x-ms-ratelimit-remaining-subscription-${remaining}`]: String(allowance?.remaining ?? 0) }),
    [`x-ms-ratelimit-remaining-subscription-global-${remaining}`]: String(allowance?.remainingGlobal ?? 0),
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    ...(client === undefined ? {} : { 'x-ms-client-request-id': client }),
  };
}

function unauthorized(problem: string, origin: string): ArmError {
  const code = problem.includes('expired') ? 'ExpiredAuthenticationToken' : 'InvalidAuthenticationToken';
  return gatewayError(401, code, problem, {
    'www-authenticate': `Bearer authorization_uri="${origin}/", error="invalid_token", error_description="${problem}"`,
  });
}

function unknownRoute(method: string, path: string): ArmError {
  return gatewayError(404, 'InvalidResourceType', `The simulator does not answer ${method} ${path}.`);
}
