import { redactShapes } from './text/redact.ts';

/**
 * Every way a step can fail, what Drydock does about it, and the sentence the operator reads.
 * One table, so that retry, log and words cannot disagree. Gateways map foreign errors to a kind; only this
 * table decides. Sources: Azure's published error codes and ARM's retry rules (docs/safety.md).
 */
export interface Failure {
  readonly kind: FailureKind;
  /** What the other side said, bounded; never a secret. */
  readonly message: string;
  /** Azure's or Kubernetes' own code, where there was one. */
  readonly code: string | null;
  /** From Retry-After; null: the table's own delay. */
  readonly retryAfterMs: number | null;
  /** The message says already what to do: the table's advice would contradict it. Absent: it does not. */
  readonly isAdvised?: boolean;
}

/**
 * retry: the same call again, later. wait: somebody else is at work; look again. ask: a person decides.
 * stop: nothing that time or a person's "retry" could mend in this campaign.
 */
type Reaction = 'retry' | 'wait' | 'ask' | 'stop';

export interface FailureRule {
  readonly reaction: Reaction;
  /** Who has to act before it can go on. */
  readonly who: 'Drydock' | 'operator' | 'Azure';
  readonly tell: string;
  /** Of what Drydock retries or waits for by itself: what a person is told once its patience is at an end. */
  readonly whenAsked?: string;
}

const rules = {
  throttled: {
    reaction: 'retry',
    who: 'Azure',
    tell: 'Azure asked for fewer requests; Drydock waits as long as it was told to and goes on.',
    whenAsked: 'Azure has asked for fewer requests for an hour; see who else uses up the limits, then retry.',
  },
  'azure-unavailable': {
    reaction: 'retry',
    who: 'Azure',
    tell: 'Azure answered with an internal error; Drydock asks again.',
    whenAsked: "Azure has answered with internal errors for an hour; look at Azure's health, then retry.",
  },
  'no-answer': {
    reaction: 'retry',
    who: 'Drydock',
    tell: 'No answer came back; Drydock looks at the cluster before it sends anything again.',
    whenAsked:
      'Azure has not answered for an hour; check the network of the worker, then retry: it looks before it sends.',
  },
  'kubernetes-unreachable': {
    reaction: 'retry',
    who: 'operator',
    tell: "The cluster's API server does not answer; check its network and authorized IP ranges.",
    whenAsked:
      "The cluster's API server has not answered for hours; check its network and authorized IP ranges, then retry.",
  },
  busy: {
    reaction: 'wait',
    who: 'Azure',
    tell: 'Another operation runs on the cluster; Drydock waits for it and never aborts it.',
    whenAsked:
      'Another operation still runs, longer than the file waits (cluster.onBusy); let it end, then retry, or skip.',
  },
  'foreign-change': {
    reaction: 'wait',
    who: 'operator',
    tell: 'Somebody else changed the cluster; Drydock looks again before it goes on.',
    whenAsked: 'Somebody else keeps changing the cluster; find out who it is, then retry, or skip.',
  },
  stopped: {
    reaction: 'ask',
    who: 'operator',
    tell: 'A stopped cluster cannot be upgraded; start it, then retry.',
  },
  'changed-since-planned': {
    reaction: 'ask',
    who: 'operator',
    tell: 'What would be done is not what was agreed to; put the cluster back and retry, or skip it and plan anew.',
  },
  preempted: {
    reaction: 'ask',
    who: 'operator',
    tell: 'A newer operation took over from ours; find out who started it, then retry or skip.',
  },
  'not-allowed': {
    reaction: 'ask',
    who: 'operator',
    tell: "Drydock's identity lacks a permission (docs/permissions.md); grant it, then retry.",
  },
  'not-signed-in': {
    reaction: 'ask',
    who: 'operator',
    tell: 'Azure did not accept the credential; check the AZURE_* settings of the worker, then retry.',
  },
  'kubernetes-refused': {
    reaction: 'ask',
    who: 'operator',
    tell: "The cluster's API server does not let Drydock in, or not see all that it has to; give its identity the rights in docs/permissions.md, then retry.",
  },
  'certificate-not-trusted': {
    reaction: 'ask',
    who: 'operator',
    tell: 'The certificate of the endpoint is not trusted; set NODE_EXTRA_CA_CERTS to its authority.',
  },
  'not-found': {
    reaction: 'ask',
    who: 'operator',
    tell: 'The cluster or node pool is gone; skip it if that was meant.',
  },
  'cluster-identity-broken': {
    reaction: 'ask',
    who: 'operator',
    tell: "The cluster's own identity is expired or lacks rights in Azure; renew it, then retry.",
  },
  'version-refused': {
    reaction: 'ask',
    who: 'operator',
    tell: 'Azure refuses this version for this cluster; plan again.',
  },
  'deprecated-api-in-use': {
    reaction: 'ask',
    who: 'operator',
    tell: 'Something still calls an API that is gone at the target; mend it, then retry (Azure looks back 12 hours), or force, where the file allows it.',
  },
  'quota-exceeded': {
    reaction: 'ask',
    who: 'operator',
    tell: 'The quota has no room for the surge nodes; raise it or lower maxSurge, then retry.',
  },
  'subnet-full': {
    reaction: 'ask',
    who: 'operator',
    tell: 'The subnet has no addresses for the surge nodes; free some or lower maxSurge, then retry.',
  },
  'no-capacity': {
    reaction: 'ask',
    who: 'Azure',
    tell: 'Azure has no machines of this size there at the moment; retry in an hour or two, or lower maxSurge.',
  },
  'preflight-blocked': {
    reaction: 'ask',
    who: 'operator',
    tell: 'A look beforehand found what would stop this, so it was not begun; mend it, then retry, which looks again, or skip.',
  },
  'force-over': {
    reaction: 'ask',
    who: 'operator',
    tell: 'The time that was allowed for the force went by before its attempt could begin, so it was not begun; say force anew, or retry, which tries without it, or skip.',
  },
  'drain-blocked': {
    reaction: 'ask',
    who: 'operator',
    tell: 'A node could not be drained; see which budget blocks, mend it, then retry: it goes on where it stopped.',
  },
  'unsatisfiable-budget': {
    reaction: 'ask',
    who: 'operator',
    tell: 'A disruption budget never lets a pod go, so Azure does not begin; raise its replicas or ease it, then retry.',
  },
  'node-did-not-start': {
    reaction: 'ask',
    who: 'operator',
    tell: 'A new node came up but could not join; check its way out (firewall, DNS, routes), then retry: it goes on.',
  },
  'policy-refused': {
    reaction: 'ask',
    who: 'operator',
    tell: 'An Azure policy refuses the change; exempt the cluster or change the assignment, then retry.',
  },
  locked: {
    reaction: 'ask',
    who: 'operator',
    tell: 'A resource lock, or a disabled subscription, refuses the change; lift it, then retry.',
  },
  'operation-failed': {
    reaction: 'ask',
    who: 'operator',
    tell: 'The operation ended as failed in Azure; the pool may be half upgraded. Retry goes on with it.',
  },
  'operation-canceled': {
    reaction: 'ask',
    who: 'operator',
    tell: 'It was canceled in Azure before its end; the pool may be half upgraded. Retry goes on with it.',
  },
  'nodes-not-as-planned': {
    reaction: 'ask',
    who: 'operator',
    tell: 'Azure says the operation succeeded, but the nodes say otherwise; look at them, then retry, which looks again and sends the operation once more where a node was left behind, or skip.',
  },
  'health-worse': {
    reaction: 'ask',
    who: 'operator',
    tell: 'Health is worse than before this step; mend it and retry, which looks again.',
  },
  'health-unclear': {
    reaction: 'ask',
    who: 'operator',
    tell: 'Health is worse than before this step, or was not well for long enough, and the step need not be why; see who else is at work, then retry, which looks again.',
  },
  'evidence-lost': {
    reaction: 'ask',
    who: 'operator',
    tell: 'Health that was seen before this step cannot be seen any more, so nothing says that it is well; give the view back, then retry.',
  },
  'posture-worse': {
    reaction: 'ask',
    who: 'operator',
    tell: 'The cluster is less safe than before its first change; mend it and retry, which audits again, or skip what the campaign has left to do here and answer for it.',
  },
  'posture-lost': {
    reaction: 'ask',
    who: 'operator',
    tell: 'What an audit saw before the first change cannot be seen any more, so nothing says that it still holds; give the view back, then retry, which audits again.',
  },
  'metric-unreachable': {
    reaction: 'retry',
    who: 'operator',
    tell: 'Who measures a metric of the file does not answer; Drydock asks again.',
    whenAsked:
      'Who measures a metric of the file has not answered for an hour; see to it and to the way there from the worker, then retry.',
  },
  'metric-refused': {
    reaction: 'ask',
    who: 'operator',
    tell: 'A metric of the file cannot be measured, so it could not be missed later either; give it its data or Drydock its rights, then retry. What the file says changes only with another campaign.',
  },
  'reboot-unclear': {
    reaction: 'ask',
    who: 'operator',
    tell: 'Nothing says whether these nodes wait for a reboot, and Drydock does not guess; let the campaign look (reboot.checkPod), or see to them yourself, then retry or skip.',
  },
  'took-too-long': {
    reaction: 'ask',
    who: 'operator',
    tell: 'It took longer than the file allows; it may still be running in Azure. Retry watches on, skip leaves it.',
  },
  'invalid-request': {
    reaction: 'ask',
    who: 'operator',
    tell: 'Azure does not understand or refuses the request; this needs a person.',
  },
  'wrong-clock': {
    reaction: 'stop',
    who: 'operator',
    tell: 'The simulator whose clock this campaign was started with is gone or runs at another speed; start the campaign anew.',
  },
  unclassified: {
    reaction: 'ask',
    who: 'operator',
    tell: 'An answer that Drydock does not know; read it, then retry or skip.',
  },
} as const satisfies Record<string, FailureRule>;

export type FailureKind = keyof typeof rules;

export const failureRules: Readonly<Record<FailureKind, FailureRule>> = rules;

/** AKS's refusal for a deprecated API has 615, with the one that is in use at its end. */
const maxMessageLength = 780;

/** A failure with its message bounded, in one line and without secrets, so that it fits into history and a terminal. */
export function failure(
  kind: FailureKind,
  message: string,
  more: Partial<Pick<Failure, 'code' | 'retryAfterMs' | 'isAdvised'>> = {},
): Failure {
  const text = redactShapes(message).replace(/\s+/g, ' ').trim();
  return {
    kind,
    message: bounded(text),
    code: more.code ?? null,
    retryAfterMs: more.retryAfterMs ?? null,
    ...(more.isAdvised === true ? { isAdvised: true } : {}),
  };
}

/** Cut at the end of a sentence or of a list's item, else between words. */
function bounded(text: string): string {
  if (text.length <= maxMessageLength) return text;
  const kept = text.slice(0, maxMessageLength - 2);
  const ends = [...kept.matchAll(/[.;!?](?= )| (?=\* )/g)].map(({ index }) => index + 1);
  const end = [ends.at(-1) ?? 0, kept.lastIndexOf(' ')].find((each) => each > maxMessageLength / 2);
  return `${kept.slice(0, end ?? kept.length).trimEnd()} …`;
}

/** What happened and what follows, for people: the other side's words, then ours. */
export function describeFailure(what: Failure): string {
  if (what.isAdvised === true) return theirWords(what);
  return `${theirWords(what)} ${failureRules[what.kind].tell}`;
}

/** The same once a person has to decide: nothing is tried again or waited for any more. */
export function describePerson(what: Failure): string {
  if (what.isAdvised === true) return theirWords(what);
  const { tell, whenAsked } = failureRules[what.kind];
  return `${theirWords(what)} ${whenAsked ?? tell}`;
}

/** What happened alone, as a sentence: for once what follows is settled, and advice would mislead. */
export function describeHappened(what: Failure): string {
  return theirWords(what);
}

/** As a sentence, so that ours can follow. */
function theirWords({ code, message }: Failure): string {
  const said = `${code === null || message.includes(code) ? '' : `${code}: `}${message.trimEnd()}`;
  return /[.!?…]['")\]]?$/.test(said) ? said : `${said}.`;
}
