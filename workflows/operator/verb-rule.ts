import { findTargetCluster, formatTarget, parseTarget } from '#domain/campaign/operator-target.ts';
import type { ApprovalQuestion } from '#domain/gate/approval.ts';
import type { ProvenIdentity } from '#domain/gate/proven-identity.ts';
import type { Decision } from '#domain/status/status.ts';
import { didYouMean } from '#domain/text/nearest-name.ts';
import {
  type OperatorRequest,
  type OptionalTargetRequest,
  type Refusal,
  refusals,
} from '#protocol/operator-updates.ts';
import type { ForceEvidence } from '#protocol/signals.ts';
import type { CampaignCluster } from '../state/campaign-cluster.ts';
import { type CampaignRun, placeOfStage } from '../state/campaign-run.ts';

/** Whether an identity stands behind `by`: absent, it is a claim; pending, its proof has yet to be verified. */
export interface Attested {
  readonly identity?: ProvenIdentity | 'pending' | undefined;
  /** What proves it. */
  readonly evidence?: ForceEvidence;
}

/** One verb of the operators: an Update with a validator. */
export interface VerbRule<R extends OperatorRequest> {
  readonly description: string;
  /** Why it is refused; null: it is accepted. Synchronous and read-only, as Temporal's validators have to be. */
  readonly refuse: (run: CampaignRun, request: R & Attested) => Refusal | null;
  /** Does it, and answers in a sentence what it does. */
  readonly act: (
    run: CampaignRun,
    request: R & Attested,
  ) => { readonly decision: Decision; readonly text: string };
}

/** Whose word it is, as the gates ask for it. */
export function voiceOf(
  by: string,
  identity: Attested['identity'],
): Pick<ApprovalQuestion, 'by' | 'identity'> {
  return identity === 'pending' ? { by: null } : { by, identity };
}

export function invalid(text: string): Refusal {
  return { type: refusals.invalid, text };
}

/** The campaign's file forbids it. */
export function notAllowed(text: string): Refusal {
  return { type: refusals.notAllowed, text };
}

/** What a target means in this campaign. */
export type Aim =
  | { readonly kind: 'campaign' }
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'cluster'; readonly cluster: CampaignCluster }
  | { readonly kind: 'pool'; readonly cluster: CampaignCluster; readonly pool: string };

type AimAt<K extends Aim['kind']> = Extract<Aim, { readonly kind: K }>;

/** A verb with a target: validator and handler resolve it alike. The decision records the target as every screen shows it. */
export function aimed<R extends OptionalTargetRequest, K extends Aim['kind']>(rule: {
  readonly description: string;
  readonly takes: readonly K[];
  readonly refuse: (run: CampaignRun, aim: AimAt<K>, request: R & Attested) => Refusal | null;
  readonly act: (
    run: CampaignRun,
    aim: AimAt<K>,
    request: R & Attested & { readonly target: string },
  ) => ReturnType<VerbRule<R>['act']>;
}): VerbRule<R> {
  const { description, takes } = rule;
  const isTaken = (aim: Aim): aim is AimAt<K> => takes.some((kind) => kind === aim.kind);
  const resolve = (run: CampaignRun, { target }: R): AimAt<K> | Refusal => {
    const aim = aimOf(run, target);
    if (typeof aim === 'string') return invalid(aim);
    return aim !== null && isTaken(aim) ? aim : invalid(`Name a target: ${formsOf(takes)}.`);
  };
  return {
    description,
    refuse: (run, request) => {
      const aim = resolve(run, request);
      return 'type' in aim ? aim : rule.refuse(run, aim, request);
    },
    act: (run, request) => {
      const aim = resolve(run, request);
      if ('type' in aim) throw new RangeError(aim.text);
      return rule.act(run, aim, { ...request, target: targetOf(aim) });
    },
  };
}

/** null: no target at all; a text: why the campaign has no such part. */
function aimOf(run: CampaignRun, text: string | undefined): Aim | string | null {
  const target = parseTarget(text ?? 'campaign');
  switch (target?.kind) {
    case undefined:
      return null;
    case 'campaign':
      return target;
    case 'stage': {
      const { stage } = target;
      if (placeOfStage(run, stage) !== null) return target;
      const stages = run.input.campaign.stages.map(({ name }) => name);
      return `There is no stage ${stage} in this campaign${didYouMean(stage, stages, '.')}`;
    }
    case 'cluster':
    case 'pool': {
      const clusters = run.clusters.map((cluster) => ({ resourceId: cluster.plan.resourceId, cluster }));
      const found = findTargetCluster(clusters, target);
      return 'refusal' in found ? found.refusal : { ...target, cluster: found.cluster.cluster };
    }
  }
}

/** As every screen shows it, however it was typed. */
export function targetOf(aim: Aim): string {
  return formatTarget('cluster' in aim ? { ...aim, cluster: aim.cluster.plan.name } : aim);
}

const forms: Readonly<Record<Aim['kind'], string>> = {
  campaign: 'campaign',
  stage: 'stage/NAME',
  cluster: 'cluster/NAME',
  pool: 'pool/CLUSTER/POOL',
};

function formsOf(kinds: readonly Aim['kind'][]): string {
  const texts = kinds.filter((kind) => kind !== 'campaign').map((kind) => forms[kind]);
  return [texts.slice(0, -1).join(', '), ...texts.slice(-1)].filter(Boolean).join(' or ');
}
