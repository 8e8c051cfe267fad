import { describeApprovals } from '#domain/gate/approval.ts';
import { isExcluded } from '#domain/gate/decider.ts';
import type { WaitingFor } from '#domain/status/status.ts';

/** Equal for the same wait in two readings; one more approval makes it another. */
export function waitKey({ kind, name, since, approvals }: WaitingFor): string {
  return [kind, name, since, ...(approvals?.approvedBy ?? [])].join(' ');
}

/** "waiting for gate test (approval by bob): drydock approve ..."; no command for a `viewer` who may not send it. */
export function waitSentence(wait: WaitingFor, viewer: string | null): string {
  const { until, act, approvals } = wait;
  const isTheirs = approvals === undefined || viewer === null || !isExcluded(approvals, viewer);
  return `${opening(wait)}${until === null ? '' : ` until ${until.slice(0, 19)}Z`}${isTheirs ? `: ${act}` : ''}`;
}

function opening(wait: WaitingFor): string {
  if (wait.kind === 'paused') return `${wait.name} is paused`;
  if (wait.kind === 'decision') return `decision required for ${wait.name}`;
  return `waiting for ${waitName(wait)}`;
}

/** "gate test", "freeze year-end by eva: CHG0077": the name of a freeze may begin with its kind. */
export function waitName({ kind, name, approvals }: WaitingFor): string {
  const counted = approvals === undefined ? '' : ` (${describeApprovals(approvals)})`;
  return (name.startsWith(`${kind} `) ? name : `${kind} ${name}`) + counted;
}

/** Whether only an operator can end it. */
export function needsPerson({ kind }: WaitingFor): boolean {
  return kind === 'gate' || kind === 'decision' || kind === 'paused';
}
