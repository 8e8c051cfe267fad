import type { WorkflowExecutionInfo } from '@temporalio/client';
import { type Pace, realTime } from '#domain/campaign/pace.ts';
import type { CampaignRow } from '../view/status/campaign-table.ts';
import { paceOf, phaseFrom } from './status-from-server.ts';

export function attributesOf({ typedSearchAttributes }: WorkflowExecutionInfo): ReadonlyMap<string, unknown> {
  return new Map(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
}

export function textOf(execution: WorkflowExecutionInfo, name: string): string | null {
  const value = attributesOf(execution).get(name);
  return typeof value === 'string' ? value : null;
}

/**
 * A campaign by what Temporal lists. Its beginning and end are those that it keeps, so that its age is the one of its status: a
 * workflow begins a moment before its campaign, and begins anew where its history is continued.
 */
export function campaignRow(execution: WorkflowExecutionInfo): CampaignRow {
  const values = attributesOf(execution);
  const text = (name: string) => textOf(execution, name);
  const pace = paceOf(execution);
  const isOpen = execution.closeTime === undefined;
  return {
    name: execution.workflowId.replace(/^campaign\//, ''),
    phase: phaseFrom(text('DrydockPhase'), execution),
    execution: execution.status.name,
    target: text('DrydockTargetVersion'),
    stage: text('DrydockStage'),
    // Of a campaign that Temporal ended they are what it published last.
    waitingFor: isOpen ? text('DrydockWaitingFor') : null,
    needsAttention: isOpen && values.get('DrydockNeedsAttention') === true,
    failed: Number(values.get('DrydockFailed') ?? 0),
    startedAt: realMoment(execution.memo?.startedAt, pace) ?? execution.startTime.toISOString(),
    finishedAt: realMoment(execution.memo?.finishedAt, pace) ?? execution.closeTime?.toISOString() ?? null,
    pace: pace === null ? null : { speed: pace.speed },
  };
}

function realMoment(campaignMoment: unknown, pace: Pace | null): string | null {
  if (typeof campaignMoment !== 'string') return null;
  return new Date(realTime(pace, Date.parse(campaignMoment))).toISOString();
}
