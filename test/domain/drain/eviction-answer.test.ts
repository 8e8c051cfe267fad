import { describe, expect, it } from 'vitest';
import {
  type EvictionAnswerKind,
  type EvictionReply,
  evictionRules,
  reactionTo,
  readEvictionAnswer,
  retryDelayMs,
} from '#domain/drain/eviction-answer.ts';

interface Said {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: object;
  readonly status?: string;
}

/** A Status object as the API server sends it. */
function says(code: number, { message = 'words', status = 'Failure', ...more }: Said = {}): EvictionReply {
  const body = { kind: 'Status', apiVersion: 'v1', status, message, code, ...more };
  return { status: code, body, text: JSON.stringify(body), retryAfterMs: null };
}

function saysText(status: number, text: string): EvictionReply {
  return { status, body: null, text, retryAfterMs: null };
}

const later = (reply: EvictionReply, retryAfterMs: number): EvictionReply => ({ ...reply, retryAfterMs });

const budget = "Cannot evict pod as it would violate the pod's disruption budget.";
const because = (message: string) => ({ causes: [{ reason: 'DisruptionBudget', message }] });
const user = 'pods "web-1" is forbidden: User "drydock" cannot create resource "pods/eviction"';
const webhook = 'admission webhook "guard.example.com" denied the request';

describe('the answer to an eviction', () => {
  it.each<[string, EvictionReply, EvictionAnswerKind, string | null]>([
    ['201 Success', says(201, { status: 'Success' }), 'accepted', null],
    ['200 Success', says(200, { status: 'Success' }), 'accepted', null],
    ['201 with a Failure in it (N2)', says(201), 'server-trouble', null],
    ['200 with a page of a proxy', saysText(200, '<html>'), 'not-kubernetes', null],
    ['302', saysText(302, ''), 'not-kubernetes', null],
    ['404 of the pod (R10)', says(404, { details: { name: 'web-1', kind: 'pods' } }), 'gone', null],
    ['404 of the path (K36)', says(404, { details: {} }), 'not-served', null],
    ['404 in plain text', saysText(404, '404 page not found'), 'not-served', null],
    ['405', says(405), 'not-served', null],
    [
      '409 about the uid (R9)',
      says(409, { message: 'the UID in the precondition (a) does not match the UID in record (b).' }),
      'other-pod',
      null,
    ],
    ['409 about anything else', says(409, { message: 'the object has been modified' }), 'conflict', null],
    [
      '429 of a spent budget (R2)',
      says(429, { message: budget, details: because('The disruption budget web needs 2 healthy pods') }),
      'budget',
      'pdb shop/web',
    ],
    ['429 of a budget, without a cause', says(429, { message: budget }), 'budget', null],
    [
      '429 of a budget that is not computed yet (R12)',
      later(
        says(429, {
          message: budget,
          details: because('The disruption budget web is still being processed'),
        }),
        10_000,
      ),
      'budget-not-computed',
      'pdb shop/web',
    ],
    ['429 in plain text (N1)', later(saysText(429, 'Too many requests'), 1_000), 'overloaded', null],
    ['429 without a budget', says(429, { message: 'too many requests' }), 'overloaded', null],
    [
      '500 of two budgets (R3)',
      says(500, { message: 'This pod has more than one PodDisruptionBudget, which the eviction ...' }),
      'two-budgets',
      null,
    ],
    ['500 of anything else', says(500, { message: 'etcdserver: leader changed' }), 'server-trouble', null],
    ['502 in plain text', saysText(502, 'bad gateway'), 'server-trouble', null],
    ['503', says(503), 'server-trouble', null],
    ['504, after its own retries', says(504), 'server-trouble', null],
    ['no answer', saysText(0, 'ECONNRESET'), 'no-answer', null],
    [
      '403 of a namespace that is being deleted (K51)',
      says(403, { details: { causes: [{ reason: 'NamespaceTerminating' }] } }),
      'namespace-ends',
      null,
    ],
    [
      '403 of a webhook (R4)',
      says(403, { message: `${webhook}: no` }),
      'denied',
      'webhook guard.example.com',
    ],
    ['400 of a webhook', says(400, { message: `${webhook}: no` }), 'denied', 'webhook guard.example.com'],
    ['422 of a webhook', says(422, { message: `${webhook}: no` }), 'denied', 'webhook guard.example.com'],
    ['429 of a webhook', says(429, { message: `${webhook}: no` }), 'denied', 'webhook guard.example.com'],
    [
      "403 of a webhook in RBAC's words",
      says(403, { message: `${webhook}: ${user}` }),
      'denied',
      'webhook guard.example.com',
    ],
    [
      '500 of a webhook that fails closed',
      says(500, { message: 'Internal error occurred: failed calling webhook "guard.example.com": refused' }),
      'webhook-fails',
      'webhook guard.example.com',
    ],
    [
      '422 of a policy',
      says(422, {
        message:
          "pods \"web-1\" is forbidden: ValidatingAdmissionPolicy 'stay' with binding 'all' denied request: no",
      }),
      'denied',
      'policy stay',
    ],
    [
      '403 of an admission plugin',
      says(403, { message: 'pods "web-1" is forbidden: not today' }),
      'denied',
      'an admission plugin',
    ],
    [
      '403 of a budget that remembers too many pods',
      says(403, { message: 'poddisruptionbudgets.policy "web" is forbidden: DisruptedPods map too big' }),
      'budget-not-computed',
      'pdb shop/web',
    ],
    [
      '403 of RBAC',
      says(403, { message: `${user} in API group ""`, reason: 'Forbidden' }),
      'not-allowed',
      null,
    ],
    ['403 of a proxy', saysText(403, '<html>'), 'not-kubernetes', null],
    ['401', says(401), 'not-signed-in', null],
    ['400', says(400, { message: 'name in URL does not match' }), 'not-understood', null],
    ['413', says(413), 'not-understood', null],
  ])('%s', (_, reply, kind, blockedBy) => {
    expect(readEvictionAnswer(reply, 'shop')).toMatchObject({ kind, blockedBy });
  });

  it("keeps the other side's words", () => {
    expect(readEvictionAnswer(says(400, { message: 'no such field' }), 'shop').message).toBe('no such field');
    expect(readEvictionAnswer(saysText(0, 'ECONNRESET'), 'shop').message).toBe('ECONNRESET');
    expect(readEvictionAnswer(saysText(502, ''), 'shop').message).toBe('status 502');
  });

  it.each(Object.keys(evictionRules) as EvictionAnswerKind[])(
    '%s is reported in a whole sentence',
    (kind) => {
      expect(evictionRules[kind].text).toMatch(/^[A-Z].*\.$/);
    },
  );
});

describe('what follows from it', () => {
  it.each<[EvictionAnswerKind, string]>([
    ['accepted', 'wait'],
    ['gone', 'skip'],
    ['other-pod', 'skip'],
    ['conflict', 'retry'],
    ['budget', 'retry'],
    ['budget-not-computed', 'retry'],
    ['overloaded', 'retry'],
    ['two-budgets', 'give-up'],
    ['server-trouble', 'retry'],
    ['no-answer', 'retry'],
    ['namespace-ends', 'retry'],
    ['denied', 'retry'],
    ['webhook-fails', 'retry'],
    ['not-allowed', 'stop'],
    ['not-signed-in', 'retry'],
    ['not-served', 'stop'],
    ['not-kubernetes', 'retry'],
    ['not-understood', 'give-up'],
  ])('%s: %s', (kind, reaction) => {
    expect(reactionTo(kind, 1)).toBe(reaction);
  });

  it.each<[EvictionAnswerKind, number, string]>([
    ['budget', 10_000, 'retry'],
    ['denied', 10_000, 'retry'],
    ['server-trouble', 20, 'give-up'],
    ['not-signed-in', 2, 'stop'],
  ])('%s, the %ith time in a row: %s', (kind, refusals, reaction) => {
    expect(reactionTo(kind, refusals)).toBe(reaction);
  });

  it('is tried again after the time that the API server asked for, never at once', () => {
    const answer = (retryAfterMs: number | null) =>
      readEvictionAnswer({ ...says(429), retryAfterMs }, 'shop');
    expect(retryDelayMs(answer(10_000), 1)).toBe(10_000);
    expect(retryDelayMs(answer(0), 1)).toBe(250);
    expect(retryDelayMs(answer(null), 1)).toBe(1_000);
  });

  it('is tried again after twice the time at each trouble, up to 15 s', () => {
    const answer = readEvictionAnswer(says(503), 'shop');
    expect([1, 2, 3, 4, 5, 50].map((refusals) => retryDelayMs(answer, refusals))).toEqual([
      1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
  });

  it('is never tried again without a pause', () => {
    const kinds = Object.keys(evictionRules) as EvictionAnswerKind[];
    const retried = kinds.filter((kind) => evictionRules[kind].reaction === 'retry');
    for (const kind of retried)
      expect(retryDelayMs({ kind, blockedBy: null, message: '', retryAfterMs: 0 }, 1)).toBeGreaterThan(0);
    for (const kind of retried) expect(evictionRules[kind].delayMs).toBeGreaterThan(0);
  });
});
