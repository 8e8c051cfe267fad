/**
 * Every answer to an eviction, what follows from it and its text: one table. Sources: the eviction handler
 * (kubernetes/pkg/registry/core/pod/storage/eviction.go), API conventions, kubectl's drain and Karpenter's
 * terminator for the reactions.
 */
export type EvictionAnswerKind = keyof typeof rules;

/**
 * wait: it was accepted, or someone else ends the pod; look until it is gone. skip: there is nothing left to evict.
 * retry: the same eviction again, later. give-up: this pod never goes like this, the others may. stop: no pod goes.
 */
export type EvictionReaction = 'wait' | 'skip' | 'retry' | 'give-up' | 'stop';

interface EvictionRule {
  readonly reaction: EvictionReaction;
  /** Of retries: how long until the first one where the answer does not say, ms. */
  readonly delayMs: number;
  /** Of retries: whether the delay doubles each time, up to `longestDelayMs`. */
  readonly backsOff: boolean;
  /** Of retries: after so many refusals in a row `lastly` follows; null: only the deadline ends them. */
  readonly limit: number | null;
  readonly lastly: 'give-up' | 'stop';
  readonly text: string;
}

const once = { delayMs: 0, backsOff: false, limit: null, lastly: 'give-up' } as const;
const retry = { ...once, reaction: 'retry', delayMs: 5_000 } as const;

const rules = {
  accepted: { ...once, reaction: 'wait', text: 'The pod is terminating.' },
  gone: { ...once, reaction: 'skip', text: 'The pod no longer exists.' },
  'other-pod': { ...once, reaction: 'skip', text: 'The pod no longer exists; another pod has its name.' },
  conflict: { ...retry, delayMs: 500, text: 'The pod was changed at the same moment.' },
  budget: { ...retry, text: 'Its disruption budget allows 0 disruptions at the moment.' },
  'budget-not-computed': {
    ...retry,
    text: 'The status of its disruption budget is not up to date; if that lasts, the controller manager is unhealthy.',
  },
  overloaded: { ...retry, delayMs: 1_000, backsOff: true, text: 'The API server throttles requests (429).' },
  'two-budgets': {
    ...once,
    reaction: 'give-up',
    text: 'More than one disruption budget selects the pod, so Kubernetes never evicts it; let only one select it.',
  },
  'server-trouble': {
    ...retry,
    delayMs: 1_000,
    backsOff: true,
    limit: 20,
    text: 'The API server failed.',
  },
  'no-answer': {
    ...retry,
    delayMs: 1_000,
    backsOff: true,
    limit: 20,
    text: 'The API server did not answer.',
  },
  'namespace-ends': { ...retry, text: 'Its namespace is being deleted.' },
  denied: { ...retry, text: 'An admission webhook or policy denies the eviction.' },
  'webhook-fails': { ...retry, text: 'An admission webhook fails, and its failurePolicy is Fail.' },
  'not-allowed': {
    ...once,
    reaction: 'stop',
    text: 'This identity has no permission to create pods/eviction.',
  },
  'not-signed-in': {
    ...retry,
    delayMs: 500,
    limit: 2,
    lastly: 'stop',
    text: 'The API server no longer accepts this identity.',
  },
  'not-served': { ...once, reaction: 'stop', text: 'This API server does not serve evictions (policy/v1).' },
  'not-kubernetes': {
    ...retry,
    delayMs: 1_000,
    backsOff: true,
    limit: 5,
    text: 'The answer did not come from an API server.',
  },
  'not-understood': { ...once, reaction: 'give-up', text: 'The API server rejects the request.' },
} as const satisfies Record<string, EvictionRule>;

export const evictionRules: Readonly<Record<EvictionAnswerKind, EvictionRule>> = rules;

/** What came back, before anybody has read it. */
export interface EvictionReply {
  /** 0: no answer at all. */
  readonly status: number;
  /** The parsed JSON; null: it was none. */
  readonly body: unknown;
  /** Its text, or why there was no answer; bounded. */
  readonly text: string;
  /** From Retry-After; null: it did not say. */
  readonly retryAfterMs: number | null;
}

export interface EvictionAnswer {
  readonly kind: EvictionAnswerKind;
  /** "pdb shop/web", "webhook guard.example.com", "policy no-evictions"; null: no one in particular. */
  readonly blockedBy: string | null;
  /** The other side's words. */
  readonly message: string;
  readonly retryAfterMs: number | null;
}

/** Reads the answer to the eviction of a pod of this namespace. */
export function readEvictionAnswer(reply: EvictionReply, namespace: string): EvictionAnswer {
  const status = readStatus(reply.body);
  const message = status?.message || reply.text || `status ${reply.status}`;
  const { kind, blockedBy = null } = judge(reply, status, namespace);
  return { kind, blockedBy, message, retryAfterMs: reply.retryAfterMs };
}

/** How long until the same eviction is sent again, ms; `refusals` in a row so far, this one included. */
export function retryDelayMs({ kind, retryAfterMs }: EvictionAnswer, refusals: number): number {
  const { delayMs, backsOff } = evictionRules[kind];
  if (retryAfterMs !== null) return Math.max(retryAfterMs, shortestDelayMs);
  return backsOff ? Math.min(longestDelayMs, delayMs * 2 ** Math.min(refusals - 1, 10)) : delayMs;
}

/** What follows from this answer if it is the `refusals`th of its kind in a row. */
export function reactionTo(kind: EvictionAnswerKind, refusals: number): EvictionReaction {
  const { reaction, limit, lastly } = evictionRules[kind];
  return reaction === 'retry' && limit !== null && refusals >= limit ? lastly : reaction;
}

const shortestDelayMs = 250;
const longestDelayMs = 15_000;

interface Judgement {
  readonly kind: EvictionAnswerKind;
  readonly blockedBy?: string;
}

function judge(
  { status, retryAfterMs }: EvictionReply,
  body: StatusBody | null,
  namespace: string,
): Judgement {
  if (status === 0) return { kind: 'no-answer' };
  if (status === 401) return { kind: 'not-signed-in' };
  if (body === null) {
    if (status === 429) return { kind: 'overloaded' };
    if (status === 404) return { kind: 'not-served' };
    return { kind: status >= 500 ? 'server-trouble' : 'not-kubernetes' };
  }
  if (status < 300) return { kind: body.status === 'Failure' ? 'server-trouble' : 'accepted' };
  return judgeAdmission(body) ?? judgeRefusal(status, body, retryAfterMs, namespace);
}

/** Anyone who denies may choose any code and any words: a denial is known by how the API server introduces it. */
function judgeAdmission({ message }: StatusBody): Judgement | null {
  const denying = /^admission webhook "([^"]+)" denied the request/.exec(message);
  if (denying) return { kind: 'denied', blockedBy: `webhook ${denying[1]}` };
  const failing = /failed calling webhook "([^"]+)"/.exec(message);
  if (failing) return { kind: 'webhook-fails', blockedBy: `webhook ${failing[1]}` };
  const policy = /(?:is forbidden: |^)ValidatingAdmissionPolicy '([^']+)'/.exec(message);
  return policy ? { kind: 'denied', blockedBy: `policy ${policy[1]}` } : null;
}

function judgeRefusal(
  status: number,
  body: StatusBody,
  retryAfterMs: number | null,
  namespace: string,
): Judgement {
  const { message } = body;
  switch (status) {
    case 404:
      return { kind: body.isAboutObject ? 'gone' : 'not-served' };
    case 405:
      return { kind: 'not-served' };
    case 409:
      return { kind: /UID in (the )?precondition/i.test(message) ? 'other-pod' : 'conflict' };
    case 429:
      return judgeTooMany(body, retryAfterMs, namespace);
    case 403:
      return judgeForbidden(body, namespace);
    case 500:
      return /more than one PodDisruptionBudget/i.test(message)
        ? { kind: 'two-budgets' }
        : { kind: 'server-trouble' };
    default:
      return { kind: status > 500 ? 'server-trouble' : 'not-understood' };
  }
}

function judgeTooMany(body: StatusBody, retryAfterMs: number | null, namespace: string): Judgement {
  const cause = body.causes.find(({ reason }) => reason === 'DisruptionBudget');
  if (cause === undefined && !/disruption budget/i.test(body.message)) return { kind: 'overloaded' };
  const name = /disruption budget (\S+)/i.exec(cause?.message ?? '')?.[1];
  const isStale = retryAfterMs !== null || /still being processed/.test(cause?.message ?? '');
  return {
    kind: isStale ? 'budget-not-computed' : 'budget',
    ...(name && { blockedBy: `pdb ${namespace}/${name}` }),
  };
}

function judgeForbidden({ message, causes }: StatusBody, namespace: string): Judgement {
  if (causes.some(({ reason }) => reason === 'NamespaceTerminating')) return { kind: 'namespace-ends' };
  const budget = /^poddisruptionbudgets?(?:\.policy)? "([^"]+)" is forbidden/i.exec(message);
  if (budget) return { kind: 'budget-not-computed', blockedBy: `pdb ${namespace}/${budget[1]}` };
  // RBAC's and Azure's authorizers speak of a user; an admission plugin says "is forbidden:" in words of its own.
  if (!/ is forbidden: /.test(message) || / is forbidden: User "/.test(message))
    return { kind: 'not-allowed' };
  return { kind: 'denied', blockedBy: 'an admission plugin' };
}

interface StatusBody {
  readonly status: string;
  readonly message: string;
  /** Whether details name the object that is meant. */
  readonly isAboutObject: boolean;
  readonly causes: readonly { readonly reason: string; readonly message: string }[];
}

function readStatus(body: unknown): StatusBody | null {
  const { kind, status, message, details } = asRecord(body);
  if (kind !== 'Status' && typeof status !== 'string') return null;
  const { name, causes } = asRecord(details);
  return {
    status: asText(status),
    message: asText(message),
    isAboutObject: asText(name) !== '',
    causes: (Array.isArray(causes) ? causes : []).map((each: unknown) => {
      const cause = asRecord(each);
      return { reason: asText(cause.reason), message: asText(cause.message) };
    }),
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
