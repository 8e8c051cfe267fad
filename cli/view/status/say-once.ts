import { notReached } from '#domain/status/stage-phase.ts';
import type { CampaignStatus, ClusterStatus, StageStatus, WaitingFor } from '#domain/status/status.ts';
import { waitOwner } from '#domain/status/wait-owner.ts';
import { says } from '#domain/text/sentences.ts';

export const pointer = 'see above';

/**
 * The same campaign, for a screen on which `waits` stand above: a reason that one of them, or the row of its cluster, has in
 * full is pointed to elsewhere.
 */
export function sayOnce(status: CampaignStatus, waits: readonly WaitingFor[]): CampaignStatus {
  const said = waits.map((wait) => ({ wait, text: textOf(wait) })).filter(({ text }) => text !== '');
  const reason = said.some(({ text }) => has(text, status.reason)) ? pointer : status.reason;
  const names = status.stages.flatMap(({ clusters }) => clusters.map(({ name }) => name));
  return {
    ...status,
    reason,
    stages: status.stages.map((stage) => ({
      ...stage,
      clusters: stage.clusters.map((cluster) => clusterOnce(cluster, saidOf(cluster, stage))),
    })),
  };

  function saidOf({ name }: ClusterStatus, stage: StageStatus): readonly string[] {
    return said
      .filter(({ wait }) =>
        wait.kind === 'gate' ? wait.name === stage.name : waitOwner(wait.name, names) === name,
      )
      .map(({ text }) => text);
  }
}

/** Its steps say nothing that its row, or `above`, has. */
export function clusterOnce(cluster: ClusterStatus, above: readonly string[] = []): ClusterStatus {
  const { reason } = cluster;
  const all = reason === null ? above : [...above, reason];
  const isSaid = (text: string | null) => all.some((each) => has(each, text));
  return {
    ...cluster,
    reason: above.some((text) => has(text, reason)) ? pointer : reason,
    steps: cluster.steps.map((step) => ({
      ...step,
      detail: isSaid(step.detail) ? null : step.detail,
      blockedBy: isSaid(step.blockedBy) ? null : step.blockedBy,
    })),
  };
}

/** As the header prints it. */
function textOf({ actions, because = '', act }: WaitingFor): string {
  return actions === undefined ? act : because;
}

/** That a step was not reached is no reason of its own. */
function has(text: string, reason: string | null): boolean {
  return reason !== null && reason !== notReached && says(text, reason);
}
