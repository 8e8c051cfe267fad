import { ApplicationFailure } from '@temporalio/common';
import { CancellationScope, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Decision } from '#domain/campaign/status.ts';
import { judgeApproval } from '#domain/gate/approval.ts';
import { type CampaignRun, isRunning, isStopped, type Line, orderAll, record } from './campaign-run.ts';
import {
  clusterSignals,
  type DecideSignal,
  type GateRequest,
  type OperatorAnswer,
  type OperatorRequest,
  refusals,
  type TargetRequest,
  updates,
} from './messages.ts';

interface VerbRule<R extends OperatorRequest> {
  readonly description: string;
  /** Why not; null: it may be done. Synchronous and read-only, as Temporal's validators have to be. */
  readonly refuse: (run: CampaignRun, request: R) => Refusal | null;
  /** Does it, and says in a sentence what was done. */
  readonly act: (run: CampaignRun, request: R) => { readonly decision: Decision; readonly text: string };
}

interface Refusal {
  readonly type: (typeof refusals)[keyof typeof refusals];
  readonly text: string;
}

const gateRules: Readonly<Record<'approve' | 'reject', VerbRule<GateRequest>>> = {
  approve: {
    description: 'Let the campaign go on to the next stage. Input: {gate, digest, by, reason}',
    refuse: refuseGate,
    act: (run, request) => {
      const decision = decideGate(run, 'approve', request);
      return { decision, text: `Gate ${request.gate} is approved by ${request.by}; the next stage begins.` };
    },
  },
  reject: {
    description: 'End the campaign at this gate. Input: {gate, digest, by, reason}',
    refuse: refuseGate,
    act: (run, request) => {
      const decision = decideGate(run, 'reject', request);
      return { decision, text: `Gate ${request.gate} is rejected by ${request.by}; the campaign ends here.` };
    },
  },
};

const campaignRules: Readonly<Record<'pause' | 'resume' | 'abort', VerbRule<OperatorRequest>>> = {
  pause: {
    description: 'Begin nothing more; what is in flight in Azure is finished. Input: {by, reason}',
    refuse: (run) => (run.paused?.by === 'operator' ? invalid('The campaign is paused already.') : null),
    act: (run, request) => {
      run.paused = {
        by: 'operator',
        since: run.clock.iso(),
        reason: `paused by ${request.by}: ${request.reason}`,
      };
      orderAll(run, { signal: clusterSignals.pause, args: [] });
      return { decision: record(run, 'pause', 'campaign', request), text: `Paused. ${tellInFlight(run)}` };
    },
  },
  resume: {
    description: 'Go on after a pause. Input: {by, reason}',
    refuse: (run) => (run.paused === null ? invalid('The campaign is not paused.') : null),
    act: (run, request) => {
      resume(run);
      return { decision: record(run, 'resume', 'campaign', request), text: 'The campaign goes on.' };
    },
  },
  abort: {
    description: 'Stop for good: running operations are aborted in Azure too. Input: {by, reason}',
    refuse: (run) => (run.aborted === null ? null : invalid('The campaign is being aborted already.')),
    act: (run, request) => {
      const inFlight = tellInFlight(run);
      abort(run, `aborted by ${request.by}: ${request.reason}`);
      return { decision: record(run, 'abort', 'campaign', request), text: `Aborting. ${inFlight}` };
    },
  },
};

const targetRules: Readonly<Record<'retry' | 'skip', VerbRule<TargetRequest>>> = {
  retry: {
    description: 'Try the failed step of a cluster again. Input: {target: "cluster/NAME", by, reason}',
    refuse: refuseTarget,
    act: (run, request) => ({
      decision: decideCluster(run, 'retry', request),
      text: `${request.target} tries again.`,
    }),
  },
  skip: {
    description: 'Leave a failed cluster as it is. Input: {target: "cluster/NAME", by, reason}',
    refuse: refuseTarget,
    act: (run, request) => ({
      decision: decideCluster(run, 'skip', request),
      text: `${request.target} is left as it is; it counts as failed.`,
    }),
  },
};

/** Registers every verb an operator has. `changed` is called after each, to show the new state. */
export function listenToOperators(run: CampaignRun, changed: () => void): void {
  for (const verb of ['approve', 'reject'] as const) register(run, verb, gateRules[verb], changed);
  for (const verb of ['pause', 'resume', 'abort'] as const) register(run, verb, campaignRules[verb], changed);
  for (const verb of ['retry', 'skip'] as const) register(run, verb, targetRules[verb], changed);
  CancellationScope.current().cancelRequested.catch(() => {
    abort(run, 'the workflow was cancelled in Temporal');
    changed();
  });
}

function register<R extends OperatorRequest>(
  run: CampaignRun,
  verb: keyof typeof updates,
  rule: VerbRule<R>,
  changed: () => void,
): void {
  const handler = (request: R): OperatorAnswer => {
    const answer = rule.act(run, request);
    changed();
    return answer;
  };
  setHandler(defineUpdate<OperatorAnswer, [R]>(updates[verb]), handler, {
    description: rule.description,
    validator: (request) => {
      const refusal =
        incomplete(request) ??
        (run.result === null ? null : invalid('The campaign has ended.')) ??
        rule.refuse(run, request);
      if (refusal !== null) throw ApplicationFailure.nonRetryable(refusal.text, refusal.type);
    },
  });
}

/** Requests come from scripts and from the Temporal UI, typed by hand. */
function incomplete(request: OperatorRequest | undefined): Refusal | null {
  const missing = (['by', 'reason'] as const).filter((name) => !request?.[name]?.trim());
  return missing.length === 0 ? null : invalid(`The request lacks ${missing.join(' and ')}.`);
}

function invalid(text: string): Refusal {
  return { type: refusals.invalid, text };
}

function refuseGate(run: CampaignRun, { gate, digest, by }: GateRequest): Refusal | null {
  const { campaign, planDigest, startedBy } = run.input;
  const stage = campaign.stages.findIndex((each) => each.name === gate);
  const isLast = stage === campaign.stages.length - 1;
  const verdict = judgeApproval({
    gate,
    approval: stage === -1 || isLast ? null : campaign.stages[stage]!.approval,
    waiting: run.gate === gate && run.gateDecision === null,
    digest: digest ?? '',
    planDigest,
    by,
    startedBy,
    earlier: [],
  });
  if (verdict.ok) return null;
  const type = verdict.kind === 'not-an-approver' ? refusals.notAnApprover : refusals.invalid;
  return { type, text: `Refused: ${verdict.reason}.` };
}

function decideGate(run: CampaignRun, verb: 'approve' | 'reject', request: GateRequest): Decision {
  run.gateDecision = record(run, verb, `gate/${request.gate}`, request);
  return run.gateDecision;
}

function refuseTarget(run: CampaignRun, { target }: TargetRequest): Refusal | null {
  if (isStopped(run) && run.aborted !== null) return invalid('The campaign is being aborted.');
  const line = lineFor(run, target);
  if (line === undefined)
    return invalid(`There is no ${target ?? 'target'} in this campaign (write cluster/NAME).`);
  return line.phase === 'NeedsDecision'
    ? null
    : invalid(`${target} does not wait for a decision (${line.phase}).`);
}

function decideCluster(run: CampaignRun, verb: DecideSignal['verb'], request: TargetRequest): Decision {
  const { by, reason, target } = request;
  const decided: DecideSignal = { verb, by, reason };
  const line = lineFor(run, target)!;
  line.phase = 'Running';
  line.outbox.push({ signal: clusterSignals.decide, args: [decided] });
  return record(run, verb, target, request);
}

function lineFor(run: CampaignRun, target: string | undefined): Line | undefined {
  return run.lines.find((line) => `cluster/${line.plan.name}` === target);
}

function tellInFlight(run: CampaignRun): string {
  const running = run.lines.filter(
    (line) => isRunning(line) && line.phase !== 'NeedsDecision' && !line.paused,
  );
  return running.length === 0
    ? 'Nothing is in flight.'
    : `In flight: ${running.map((line) => line.plan.name).join(', ')}.`;
}

/** Stops the campaign and everything of it that runs. */
export function abort(run: CampaignRun, because: string): void {
  if (run.aborted !== null) return;
  run.aborted = because;
  orderAll(run, { signal: clusterSignals.abort, args: [{ because }] });
}

/** Ends a pause, whoever began it. */
export function resume(run: CampaignRun): void {
  run.paused = null;
  for (const line of run.lines) line.paused = false;
  run.acceptedFailures = run.failures;
  orderAll(run, { signal: clusterSignals.resume, args: [] });
}
