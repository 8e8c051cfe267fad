import { isUnchanged } from '#domain/plan/is-unchanged.ts';
import type { CampaignOutline, ClusterOutline } from '#domain/plan/outline-plan.ts';
import type { CarriedCampaign, ClusterState } from '#protocol/campaign.ts';
import { type CampaignRun, type Line, lineOf } from '../state/campaign-run.ts';

/** A line for every cluster of the plan; one that is left out, or has nothing to change, is over already. */
export function openLines(outline: CampaignOutline): readonly Line[] {
  return outline.stages.flatMap((stage) => stage.clusters.map((cluster) => openLine(cluster, stage.name)));
}

function openLine(cluster: ClusterOutline, stage: string): Line {
  const line: Line = {
    plan: cluster,
    stage,
    phase: 'NotStarted',
    reason: null,
    startedAt: null,
    finishedAt: null,
    paused: false,
    waitingFor: null,
    askedAbout: null,
    askedStep: null,
    mayCleanUp: null,
    left: false,
    again: false,
    turns: 0,
    retried: false,
    slice: null,
    images: null,
    outbox: [],
  };
  if (cluster.blocked.length > 0) return { ...line, phase: 'Skipped', reason: cluster.blocked.join('; ') };
  if (isUnchanged(cluster) && cluster.held !== undefined)
    return { ...line, phase: 'Skipped', reason: `blocked: ${cluster.held.join('; ')}` };
  return isUnchanged(cluster) ? { ...line, phase: 'Completed', reason: 'nothing to change' } : line;
}

/** What the next run needs to go on as if nothing had happened. */
export function carry(run: CampaignRun, nextStage: number): CarriedCampaign {
  return {
    startedAt: run.startedAt,
    deadline: run.deadline,
    outline: run.plan!,
    lines: run.lines.map(lineOf),
    nextStage,
    decisions: run.decisions,
    ...(run.journal.length === 0 ? {} : { journal: run.journal }),
    notRestored: run.notRestored,
    ...(run.soakedImages.length > 0 ? { soakedImages: run.soakedImages } : {}),
  };
}

/** The lines as the run before left them. */
export function carriedLines({ outline, lines }: CarriedCampaign): readonly Line[] {
  const before = new Map<string, ClusterState>(lines.map((line) => [line.resourceId, line]));
  return openLines(outline).map((line) => ({ ...line, ...without(before.get(line.plan.resourceId)) }));
}

function without(line: ClusterState | undefined): Omit<ClusterState, 'resourceId'> | undefined {
  if (line === undefined) return undefined;
  const { resourceId: _, ...rest } = line;
  return rest;
}
