import { isRunning } from '#domain/outcome/next-cluster.ts';
import { operatorCommand } from '#domain/text/operator-command.ts';
import type { OptionalTargetRequest, Refusal } from '#protocol/operator-updates.ts';
import { clusterSignals, type PoolOrderSignal } from '#protocol/signals.ts';
import { isLockedElsewhere, isYetToBegin } from '../state/campaign-cluster.ts';
import { type CampaignRun, isLastStage, placeOfStage } from '../state/campaign-run.ts';
import { abort, abortCluster, abortStage, describeOperations, record } from './steer-campaign.ts';
import { type Aim, aimed, invalid, targetOf, type VerbRule } from './verb-rule.ts';

/** For what runs: what has not started is skipped instead. */
export const abortVerb: VerbRule<OptionalTargetRequest> = aimed({
  description: 'Stop for good; running operations are aborted in Azure. Input: {target?, by, reason}',
  takes: ['campaign', 'stage', 'cluster', 'pool'],
  refuse: (run, aim) =>
    run.aborted === null ? refuse(run, aim) : invalid('The campaign is already being aborted.'),
  act: (run, aim, request) => {
    const { target, by, reason } = request;
    const decision = record(run, 'abort', target, request);
    return { decision, text: carryOut(run, aim, `aborted by ${by}: ${reason}`) };
  },
});

function carryOut(run: CampaignRun, aim: Aim, because: string): string {
  switch (aim.kind) {
    case 'campaign': {
      const operations = describeOperations(run.clusters);
      abort(run, because);
      return `Aborting the campaign. ${operations}`;
    }
    case 'stage': {
      const { stage } = aim;
      const operations = describeOperations(run.clusters.filter((cluster) => cluster.stage === stage));
      abortStage(run, stage, `stage ${stage} was ${because}`);
      return `Aborting stage ${stage}; the campaign then ${isLastStage(run) ? 'ends' : 'pauses'}. ${operations}`;
    }
    case 'cluster': {
      const operations = describeOperations([aim.cluster]);
      abortCluster(run, aim.cluster, because);
      return `Aborting ${aim.cluster.plan.name}. ${operations}`;
    }
    case 'pool': {
      const { cluster, pool } = aim;
      const order: PoolOrderSignal = { pool, how: 'abort', because };
      cluster.outbox.push({ signal: clusterSignals.orderPool, args: [order] });
      return `Aborting the step of ${pool} on ${cluster.plan.name}: an operation in Azure is aborted, a check or soak ends; the cluster then waits for a decision.`;
    }
  }
}

function refuse(run: CampaignRun, aim: Aim): Refusal | null {
  switch (aim.kind) {
    case 'campaign':
      return null;
    case 'stage':
      return refuseStage(run, aim.stage);
    case 'cluster':
    case 'pool': {
      const { cluster } = aim;
      const { name } = cluster.plan;
      if (aim.kind === 'pool' && isLockedElsewhere(cluster))
        return invalid(`Nothing of ${name} runs in Azure: another workflow holds the cluster.`);
      if (isRunning(cluster)) return null;
      if (!isYetToBegin(cluster)) return invalid(`${name} has ended (${cluster.phase}).`);
      return refuseNotStarted(run, name, targetOf({ kind: 'cluster', cluster }));
    }
  }
}

function refuseStage(run: CampaignRun, stage: string): Refusal | null {
  switch (placeOfStage(run, stage)) {
    case 'ahead':
      return refuseNotStarted(run, `Stage ${stage}`, `stage/${stage}`);
    case 'open':
      return null;
    case 'over':
    case null:
      return invalid(`Stage ${stage} has ended: there is nothing to abort.`);
  }
}

function refuseNotStarted(run: CampaignRun, name: string, target: string): Refusal {
  return invalid(
    `${name} has not started. To skip it: ${operatorCommand('skip', run.input.campaign.name, target)}`,
  );
}
