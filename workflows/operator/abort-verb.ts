import { parseTarget } from '#domain/campaign/operator-target.ts';
import { isRunning } from '#domain/status/next-cluster.ts';
import type { OptionalTargetRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type PoolOrderSignal } from '#protocol/signals.ts';
import { isYetToBegin } from '../state/campaign-cluster.ts';
import { type CampaignRun, clusterNamed, isLastStage, placeOfStage } from '../state/campaign-run.ts';
import { abort, abortCluster, abortStage, describeInProgress, record } from './steer-campaign.ts';
import { invalid, type Refusal, unknownCluster, type VerbRule } from './verb-rule.ts';

/** For what runs: what has not started is skipped instead. */
export const abortVerb: VerbRule<OptionalTargetRequest> = {
  description: 'Stop for good; running operations are aborted in Azure. Input: {target?, by, reason}',
  refuse: (run, { target }) => {
    if (run.aborted !== null) return invalid('The campaign is already being aborted.');
    return target === undefined ? null : refuse(run, target);
  },
  act: (run, request) => {
    const { target = 'campaign', by, reason } = request;
    const decision = record(run, 'abort', target, request);
    return { decision, text: carryOut(run, target, `aborted by ${by}: ${reason}`) };
  },
};

/** `refuse` has checked the target. */
function carryOut(run: CampaignRun, target: string, because: string): string {
  const what = parseTarget(target);
  switch (what?.kind) {
    case 'stage': {
      const { stage } = what;
      const inProgress = describeInProgress(run.clusters.filter((cluster) => cluster.stage === stage));
      abortStage(run, stage, `stage ${stage} was ${because}`);
      return `Aborting stage ${stage}; the campaign then ${isLastStage(run) ? 'ends' : 'pauses'}. ${inProgress}`;
    }
    case 'cluster': {
      const cluster = clusterNamed(run, what.cluster)!;
      const inProgress = describeInProgress([cluster]);
      abortCluster(run, cluster, because);
      return `Aborting ${what.cluster}. ${inProgress}`;
    }
    case 'pool': {
      const order: PoolOrderSignal = { pool: what.pool, how: 'abort', because };
      clusterNamed(run, what.cluster)!.outbox.push({ signal: clusterSignals.orderPool, args: [order] });
      return `Aborting the operation on ${what.pool} of ${what.cluster}; the cluster then waits for a decision.`;
    }
    case 'campaign':
    case undefined: {
      const inProgress = describeInProgress(run.clusters);
      abort(run, because);
      return `Aborting the campaign. ${inProgress}`;
    }
  }
}

function refuse(run: CampaignRun, target: string): Refusal | null {
  const what = parseTarget(target);
  switch (what?.kind) {
    case 'campaign':
      return null;
    case 'stage':
      return refuseStage(run, what.stage);
    case 'cluster':
    case 'pool': {
      const cluster = clusterNamed(run, what.cluster);
      if (cluster === undefined) return unknownCluster(what.cluster);
      if (isRunning(cluster)) return null;
      if (!isYetToBegin(cluster)) return invalid(`${what.cluster} has ended (${cluster.phase}).`);
      return refuseNotStarted(run, what.cluster, `cluster/${what.cluster}`);
    }
    case undefined:
      return invalid(`${target} is not a target. Expected stage/NAME, cluster/NAME or pool/CLUSTER/POOL.`);
  }
}

function refuseStage(run: CampaignRun, stage: string): Refusal | null {
  switch (placeOfStage(run, stage)) {
    case null:
      return invalid(`There is no stage ${stage} in this campaign.`);
    case 'ahead':
      return refuseNotStarted(run, `Stage ${stage}`, `stage/${stage}`);
    case 'over':
      return invalid(`Stage ${stage} has ended: there is nothing to abort.`);
    case 'open':
      return null;
  }
}

function refuseNotStarted(run: CampaignRun, name: string, target: string): Refusal {
  return invalid(
    `${name} has not started. To skip it: drydock skip ${run.input.campaign.name} --target ${target} --reason TEXT`,
  );
}
