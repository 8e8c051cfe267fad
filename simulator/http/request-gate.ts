import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { originOf } from '../access/token-service.ts';
import { startForeignOperation } from '../arm/operations/run-operation.ts';
import type { GateEnv } from '../arm/request/arm-call.ts';
import type { ArmError } from '../arm/request/arm-error.ts';
import type { RequestTarget } from '../faults/fault-board.ts';
import type { Fault } from '../faults/fault-catalogue.ts';
import type { Ledger } from '../world/ledger.ts';
import type { World } from '../world/world.ts';
import { faultAnswer } from './fault-answer.ts';

/** Every request passes here: time catches up, a fault may be triggered, the ledger records the request. */
export function requestGate(
  world: World,
  ledger: Ledger,
  describe: (c: Context<GateEnv>) => RequestTarget,
): MiddlewareHandler<GateEnv> {
  return async (c, next) => {
    world.catchUp();
    const target = describe(c);
    const isReplayed = world.replayedRealMs !== null;
    const fault = isReplayed ? undefined : world.faults.triggerForRequest(target);
    const refusal = fault === undefined ? undefined : await before(world, target, fault, originOf(c));
    if (refusal === undefined && fault?.kind !== 'reset') await next();
    else c.res = refusal ?? new Response(null);
    const isReset = fault?.kind === 'reset';
    const isRecorded = target.plane === 'kubernetes' && refusal === undefined && !isReset;
    if (!isRecorded) {
      const entry = {
        plane: target.plane,
        cluster: target.cluster,
        method: target.method,
        path: target.path,
        status: isReset ? 0 : c.res.status,
        clientRequestId: c.req.header('x-ms-client-request-id') ?? null,
        ifMatch: c.req.header('if-match') ?? null,
        mutation: target.isMutation,
        effect: c.get('effect') ?? null,
      };
      const moment = { atMs: world.queue.now(), realMs: world.realNow() };
      ledger.record({ ...entry, operation: c.get('operation') ?? null }, moment.atMs, moment.realMs);
      if (entry.effect === null) world.journal.append({ kind: 'ledger', ...moment, entry });
    }
    if (fault?.kind === 'late-answer') await sleep(fault.milliseconds, undefined, { ref: false });
    if (isReset || fault?.kind === 'lost-answer') hangUp(c);
  };
}

/** Ends the connection without an answer. */
export function hangUp(c: Context<GateEnv>): void {
  c.env.incoming.socket.destroy();
  c.res = RESPONSE_ALREADY_SENT;
}

/** The answer that takes the place of the request's own, if the fault has one. */
async function before(
  world: World,
  target: RequestTarget,
  fault: Fault,
  origin: string,
): Promise<Response | undefined> {
  if (fault.kind === 'conflict') bringConflict(world, target, fault.minutes);
  if (fault.kind === 'slow') await sleep(fault.milliseconds, undefined, { ref: false });
  const error = faultAnswer(fault, target, origin);
  return error === undefined ? undefined : respond(target, error);
}

/** An ARM error in the form of the plane it is sent on. */
function respond(target: RequestTarget, error: ArmError): Response {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...error.headers };
  const body = target.plane === 'kubernetes' ? statusObject(error) : error.body;
  return new Response(JSON.stringify(body), { status: error.status, headers });
}

function statusObject(error: ArmError): Record<string, unknown> {
  const reasons: Record<number, string> = { 401: 'Unauthorized', 403: 'Forbidden', 429: 'TooManyRequests' };
  const reason = reasons[error.status] ?? 'InternalError';
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: wordsOf(error),
    reason,
    code: error.status,
  };
}

/** What it says, whichever envelope it was made with. */
function wordsOf({ body, message }: ArmError): string {
  const inner = body.error ?? body;
  const words = typeof inner === 'object' && inner !== null && 'message' in inner ? inner.message : null;
  return typeof words === 'string' ? words : message;
}

function bringConflict(world: World, target: RequestTarget, minutes: number): void {
  const cluster = world.clusters.find(({ name }) => name.toLowerCase() === target.cluster?.toLowerCase());
  if (cluster === undefined) return;
  startForeignOperation(world, cluster, minutes);
  const atMs = world.queue.now();
  world.journal.append({ kind: 'foreign', atMs, cluster: cluster.id, minutes });
}
