import type { PauseLevel } from '#domain/campaign/pauses.ts';
import type { Decision } from '#domain/status/status.ts';

/** Updates of the campaign workflow. Each answers with what it did, in a sentence. */
export const updates = {
  approve: 'approve',
  reject: 'reject',
  pause: 'pause',
  resume: 'resume',
  abort: 'abort',
  retry: 'retry',
  skip: 'skip',
  rollback: 'rollback',
  force: 'force',
  'clean-up': 'clean-up',
  promote: 'promote',
} as const;

export type OperatorVerb = keyof typeof updates;

/** Why an update was refused: the type of the ApplicationFailure that its caller receives. */
export const refusals = {
  invalid: 'InvalidCommand',
  /** This person may not decide it; another one may. */
  notAnApprover: 'NotAnApprover',
  /** The campaign's file does not allow it, whoever asks. */
  notAllowed: 'NotAllowed',
  /** It is about what is no longer so. */
  stale: 'StaleDecision',
} as const;

export interface Refusal {
  readonly type: (typeof refusals)[keyof typeof refusals];
  readonly text: string;
}

export interface OperatorRequest {
  readonly by: string;
  readonly reason: string;
}

/** A decision that takes a token of Entra where the file asks for that. */
interface ProvableRequest extends OperatorRequest {
  /** A sealed token (gateways/entra/sealed-token.ts), bound to this very request. */
  readonly proof?: string;
}

export interface GateRequest extends ProvableRequest {
  /** A gate is named after its stage. */
  readonly gate: string;
  /** The digest of the plan that is approved. */
  readonly digest: string;
}

export interface PauseRequest extends OperatorRequest {
  /** What may still finish; default: the running node pool. */
  readonly at?: PauseLevel;
}

export interface ResumeRequest extends OperatorRequest {
  /** The pause to end, `pause.id` of the status; absent: whichever is in force. */
  readonly pause?: string;
}

export interface TargetRequest extends OperatorRequest {
  /** "stage/NAME", "cluster/NAME" or "pool/CLUSTER/POOL" */
  readonly target: string;
}

export interface ForceRequest extends ProvableRequest {
  /** "cluster/NAME" */
  readonly target: string;
  /** How long Azure keeps it on at most; campaign time (ms). */
  readonly forMs: number;
}

/** Without a target: the campaign itself. */
export interface OptionalTargetRequest extends OperatorRequest {
  readonly target?: string;
}

/** What each update takes. */
export interface UpdateRequests {
  readonly approve: GateRequest;
  readonly reject: GateRequest;
  readonly pause: PauseRequest;
  readonly resume: ResumeRequest;
  readonly abort: OptionalTargetRequest;
  readonly promote: OptionalTargetRequest;
  readonly retry: TargetRequest;
  readonly skip: TargetRequest;
  readonly rollback: TargetRequest;
  readonly force: ForceRequest;
  readonly 'clean-up': TargetRequest;
}

export interface OperatorAnswer {
  readonly text: string;
  readonly decision: Decision;
}
