import { printable } from './text/printable.ts';
import { redactForeign } from './text/redact.ts';

/**
 * Every way a step can fail, what Drydock does about it, and the sentence the operator reads.
 * One table, so that retry, log and message cannot disagree. Gateways map foreign errors to a kind; only this
 * table decides (docs/safety/failure-modes.md). Source: Azure's published error codes, mapped in
 * gateways/azure/client/failure-kinds.ts. Timeouts and retries of one call: gateways/azure/client/arm-timeouts.ts.
 */
export interface Failure {
  readonly kind: FailureKind;
  /** The other side's message, bounded; never a secret. */
  readonly message: string;
  /** Azure's or Kubernetes' own code, where there was one; the finer one where Azure gave two. */
  readonly code: string | null;
  /** The one above the finer one. */
  readonly outerCode?: string;
  /** From Retry-After; null: the table's own delay. */
  readonly retryAfterMs: number | null;
  /** The message already contains advice that the table's own would contradict. */
  readonly isAdvised?: boolean;
}

/**
 * retry: the same call again, later. wait: another operation is in progress; check again. ask: an operator decides.
 * stop: neither time nor a retry can fix it in this campaign.
 */
type Reaction = 'retry' | 'wait' | 'ask' | 'stop';

export interface FailureRule {
  readonly reaction: Reaction;
  /** Who must act before it can continue. */
  readonly who: 'Drydock' | 'operator' | 'Azure';
  readonly text: string;
  /** For retry and wait: what the operator reads once Drydock stops retrying or waiting. */
  readonly whenAsked?: string;
}

const rules = {
  throttled: {
    reaction: 'retry',
    who: 'Azure',
    text: 'Azure throttles requests (429); Drydock waits as long as Azure asks, then continues.',
    whenAsked: 'Azure has throttled requests for 1 h; find what else uses up the limit, then retry.',
  },
  'azure-unavailable': {
    reaction: 'retry',
    who: 'Azure',
    text: 'Azure answered with an internal error; Drydock retries.',
    whenAsked: "Azure has answered with internal errors for 1 h; check Azure's service health, then retry.",
  },
  'no-answer': {
    reaction: 'retry',
    who: 'Drydock',
    text: 'Azure did not answer; Drydock reads the cluster before it sends anything again.',
    whenAsked:
      "Azure has not answered for 1 h; check the worker's network, then retry: Drydock reads the cluster before it sends anything.",
  },
  'kubernetes-unreachable': {
    reaction: 'retry',
    who: 'operator',
    text: "The cluster's API server does not answer; check its network and authorized IP ranges.",
    whenAsked:
      "The cluster's API server has not answered for hours; check its network and authorized IP ranges, then retry.",
  },
  busy: {
    reaction: 'wait',
    who: 'Azure',
    text: 'Another operation is in progress on the cluster; Drydock waits for it and never aborts it.',
    whenAsked:
      'Another operation has been in progress for longer than cluster.onBusy allows; wait for it to end, then retry, or skip.',
  },
  'foreign-change': {
    reaction: 'wait',
    who: 'operator',
    text: 'The cluster was changed by another client; Drydock reads it again before it continues.',
    whenAsked:
      'Another client keeps changing the cluster; find it in the Azure activity log, then retry, or skip.',
  },
  stopped: {
    reaction: 'ask',
    who: 'operator',
    text: 'A stopped cluster cannot be upgraded; start it, then retry.',
  },
  'changed-since-planned': {
    reaction: 'ask',
    who: 'operator',
    text: 'The cluster no longer matches the approved plan; restore it and retry, or skip it and plan again.',
  },
  preempted: {
    reaction: 'ask',
    who: 'operator',
    text: "A newer operation replaced Drydock's; find out who started it, then retry or skip.",
  },
  'not-allowed': {
    reaction: 'ask',
    who: 'operator',
    text: "Drydock's identity lacks a permission (docs/permissions.md); grant it, then retry.",
  },
  'not-signed-in': {
    reaction: 'ask',
    who: 'operator',
    text: "Azure rejected the credential; check the worker's AZURE_* settings, then retry.",
  },
  'kubernetes-refused': {
    reaction: 'ask',
    who: 'operator',
    text: "The cluster's API server denies Drydock access; grant its identity the permissions in docs/permissions.md, then retry.",
  },
  'certificate-not-trusted': {
    reaction: 'ask',
    who: 'operator',
    text: "The endpoint's certificate is not trusted; set NODE_EXTRA_CA_CERTS to its certificate authority, then retry.",
  },
  'not-understood': {
    reaction: 'ask',
    who: 'operator',
    text: "Azure's answer about this cluster has a form that Drydock does not know; upgrade Drydock or report it, then retry, or skip.",
  },
  'not-found': {
    reaction: 'ask',
    who: 'operator',
    text: 'The cluster or node pool no longer exists; skip it if it was deleted on purpose.',
  },
  'cluster-identity-broken': {
    reaction: 'ask',
    who: 'operator',
    text: "The cluster's own identity has expired or lacks permissions in Azure; renew it or grant them, then retry.",
  },
  'version-refused': {
    reaction: 'ask',
    who: 'operator',
    text: 'Azure refuses this version for this cluster; plan again.',
  },
  'deprecated-api-in-use': {
    reaction: 'ask',
    who: 'operator',
    text: 'A client still calls an API that the target version removes; fix it, then retry (Azure looks back 12 h), or force the upgrade if the file allows it.',
  },
  'quota-exceeded': {
    reaction: 'ask',
    who: 'operator',
    text: 'The vCPU quota is too small for the surge nodes; raise it or lower maxSurge, then retry.',
  },
  'subnet-full': {
    reaction: 'ask',
    who: 'operator',
    text: 'The subnet has too few free addresses for the surge nodes; free some or lower maxSurge, then retry.',
  },
  'no-capacity': {
    reaction: 'ask',
    who: 'Azure',
    text: 'Azure has no capacity for this VM size at the moment; retry in 1 to 2 h, or lower maxSurge.',
  },
  'preflight-blocked': {
    reaction: 'ask',
    who: 'operator',
    text: 'A preflight check found a blocker, so the upgrade was not started; fix it, then retry, which checks again, or skip.',
  },
  'force-over': {
    reaction: 'ask',
    who: 'operator',
    text: 'The force expired before its attempt could start, so the upgrade was not started; force again, or retry without force, or skip.',
  },
  'drain-blocked': {
    reaction: 'ask',
    who: 'operator',
    text: 'A node could not be drained; fix the disruption budget that blocks it, then retry: it continues where it stopped.',
  },
  'unsatisfiable-budget': {
    reaction: 'ask',
    who: 'operator',
    text: 'A disruption budget allows 0 disruptions, so Azure refuses to start; add replicas or relax the budget, then retry.',
  },
  'node-did-not-start': {
    reaction: 'ask',
    who: 'operator',
    text: 'A new node started but could not join the cluster; check outbound connectivity (firewall, DNS, routes), then retry: it continues.',
  },
  'policy-refused': {
    reaction: 'ask',
    who: 'operator',
    text: 'An Azure policy denies the change; exempt the cluster or change the policy assignment, then retry.',
  },
  locked: {
    reaction: 'ask',
    who: 'operator',
    text: 'A resource lock or a disabled subscription blocks the change; remove the lock or enable the subscription, then retry.',
  },
  'operation-failed': {
    reaction: 'ask',
    who: 'operator',
    text: 'The operation failed in Azure and may have left the upgrade half done. Retry resumes the upgrade.',
  },
  'operation-canceled': {
    reaction: 'ask',
    who: 'operator',
    text: 'The operation was canceled in Azure and may have left the upgrade half done. Retry resumes the upgrade.',
  },
  'nodes-not-as-planned': {
    reaction: 'ask',
    who: 'operator',
    text: 'Azure reports success, but the cluster does not match the plan; inspect it, then retry, which checks again and repeats the operation for nodes left behind, or skip.',
  },
  'health-worse': {
    reaction: 'ask',
    who: 'operator',
    text: 'Health is worse than before this step; fix it, then retry, which checks again.',
  },
  'health-unclear': {
    reaction: 'ask',
    who: 'operator',
    text: 'Health is worse than before this step, or was not stable long enough, and the step may not be the cause; look for concurrent changes, then retry, which checks again.',
  },
  'evidence-lost': {
    reaction: 'ask',
    who: 'operator',
    text: 'Health data that was readable before this step is not readable any more, so health is unknown; restore access, then retry.',
  },
  'posture-worse': {
    reaction: 'ask',
    who: 'operator',
    text: 'The security posture is worse than before the first change; fix it and retry, which audits again, or skip the rest of this cluster and accept the risk.',
  },
  'posture-lost': {
    reaction: 'ask',
    who: 'operator',
    text: 'Data that the audit read before the first change is not readable any more, so the posture is unknown; restore access, then retry, which audits again.',
  },
  'metric-unreachable': {
    reaction: 'retry',
    who: 'operator',
    text: 'The source of a metric in the file does not answer; Drydock retries.',
    whenAsked:
      'The source of a metric in the file has not answered for 1 h; check it and the network between it and the worker, then retry.',
  },
  'metric-refused': {
    reaction: 'ask',
    who: 'operator',
    text: 'A metric in the file cannot be measured before the upgrade, so it could not be judged after it; provide its data or grant Drydock access, then retry. Changing the metric takes a new campaign.',
  },
  'reboot-unclear': {
    reaction: 'ask',
    who: 'operator',
    text: 'It is unknown whether these nodes need a reboot, and Drydock does not guess; set reboot.checkPod in the file, or reboot them manually, then retry or skip.',
  },
  'took-too-long': {
    reaction: 'ask',
    who: 'operator',
    text: 'The operation took longer than the file allows and may still be running in Azure. Retry keeps watching it, skip stops watching.',
  },
  'invalid-request': {
    reaction: 'ask',
    who: 'operator',
    text: 'Azure rejects the request as invalid; read its message, then retry or skip.',
  },
  'wrong-clock': {
    reaction: 'stop',
    who: 'operator',
    text: 'The simulator whose clock this campaign uses no longer runs, or runs at another speed; start a new campaign.',
  },
  unclassified: {
    reaction: 'ask',
    who: 'operator',
    text: 'Drydock does not know this answer; read it, then retry or skip.',
  },
} as const satisfies Record<string, FailureRule>;

export type FailureKind = keyof typeof rules;

export const failureRules: Readonly<Record<FailureKind, FailureRule>> = rules;

/** AKS's refusal for a deprecated API has 615, with the one that is in use at its end. */
const maxMessageLength = 780;
/** Real codes are words; a server may send anything in their place. */
const maxCodeLength = 100;

/** A failure with its message bounded, in one line and without secrets, so that it fits into history and a terminal. */
export function failure(
  kind: FailureKind,
  message: string,
  more: Partial<Pick<Failure, 'code' | 'outerCode' | 'retryAfterMs' | 'isAdvised'>> = {},
): Failure {
  const text = printable(redactForeign(message).replace(/\s+/g, ' ').trim());
  return {
    kind,
    message: bounded(text),
    code: more.code == null ? null : boundedCode(more.code),
    ...(more.outerCode === undefined ? {} : { outerCode: boundedCode(more.outerCode) }),
    retryAfterMs: more.retryAfterMs ?? null,
    ...(more.isAdvised === true ? { isAdvised: true } : {}),
  };
}

function boundedCode(code: string): string {
  return printable(redactForeign(code)).slice(0, maxCodeLength);
}

/** Whether the other side gave this code, alone or above a finer one. */
export function hasCode({ code, outerCode }: Failure, asked: string): boolean {
  return code === asked || outerCode === asked;
}

/** Cut at the end of a sentence or of a list's item, else between words. */
function bounded(text: string): string {
  if (text.length <= maxMessageLength) return text;
  const kept = text.slice(0, maxMessageLength - 2);
  const ends = [...kept.matchAll(/[.;!?](?= )| (?=\* )/g)].map(({ index }) => index + 1);
  const end = [ends.at(-1) ?? 0, kept.lastIndexOf(' ')].find((each) => each > maxMessageLength / 2);
  return `${kept.slice(0, end ?? kept.length).trimEnd()} …`;
}

/** The other side's message, then Drydock's. */
export function describeFailure(what: Failure): string {
  if (what.isAdvised === true) return theirWords(what);
  return `${theirWords(what)} ${failureRules[what.kind].text}`;
}

/** The same once an operator has to decide. */
export function describeForOperator(what: Failure): string {
  if (what.isAdvised === true) return theirWords(what);
  const { text, whenAsked } = failureRules[what.kind];
  return `${theirWords(what)} ${whenAsked ?? text}`;
}

/** The other side's message alone, as a sentence: where the next step is settled, advice would mislead. */
export function describeCause(what: Failure): string {
  return theirWords(what);
}

function theirWords({ code, message }: Failure): string {
  const text = `${code === null || message.includes(code) ? '' : `${code}: `}${message.trimEnd()}`;
  return /[.!?…]['")\]]?$/.test(text) ? text : `${text}.`;
}
