import type { WorkflowExecutionInfo } from '@temporalio/client';
import { paceTime } from '#domain/campaign/pace.ts';
import type { CampaignRow } from '../view/status/campaign-table.ts';
import { paceOf, phaseFrom, textOr } from './status-from-server.ts';

export function attributesOf({ typedSearchAttributes }: WorkflowExecutionInfo): ReadonlyMap<string, unknown> {
  return new Map(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
}

export function textOf(execution: WorkflowExecutionInfo, name: string): string | null {
  const value = attributesOf(execution).get(name);
  return typeof value === 'string' ? value : null;
}

/**
 * A campaign by what Temporal lists at `now` (real, ms). Its beginning and end are those that it keeps, so that its age is the one of
 * its status: a workflow begins a moment before its campaign, and begins anew where its history is continued.
 */
export function campaignRow(execution: WorkflowExecutionInfo, now: number): CampaignRow {
  const values = attributesOf(execution);
  const text = (name: string) => textOf(execution, name);
  const pace = paceOf(execution);
  const moment = (realMs: number) => new Date(paceTime(pace, realMs)).toISOString();
  const { closeTime, memo, startTime } = execution;
  const isOpen = closeTime === undefined;
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
    startedAt: textOr(memo?.startedAt, moment(startTime.getTime())),
    updatedAt: moment(now),
    finishedAt: textOr(memo?.finishedAt, isOpen ? null : moment(closeTime.getTime())),
    pace: pace === null ? null : { speed: pace.speed },
  };
}
