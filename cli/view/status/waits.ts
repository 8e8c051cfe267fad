import { describeApprovals } from '#domain/gate/approval.ts';
import type { WaitingFor } from '#domain/status/status.ts';

/** The same wait at two looks; with one more approval it is told again. */
export function waitKey({ kind, name, since, approvals }: WaitingFor): string {
  return [kind, name, since, ...(approvals?.approvedBy ?? [])].join(' ');
}

/** "waits for gate test: drydock approve ..." */
export function waitSentence(wait: WaitingFor): string {
  const { until, act } = wait;
  return `${opening(wait)}${until === null ? '' : ` until ${until.slice(0, 19)}Z`}: ${act}`;
}

function opening(wait: WaitingFor): string {
  if (wait.kind === 'paused') return `${wait.name} is paused`;
  if (wait.kind === 'decision') return `waits for a decision about ${wait.name}`;
  return `waits for ${waitName(wait)}`;
}

/** "gate test", "freeze year-end by eva: CHG0077": a freeze tells itself in words, which may begin with its kind. */
export function waitName({ kind, name, approvals }: WaitingFor): string {
  const told = approvals === undefined ? '' : ` (${describeApprovals(approvals)})`;
  return (name.startsWith(`${kind} `) ? name : `${kind} ${name}`) + told;
}

/** Whether only a person can end it. */
export function needsPerson({ kind }: WaitingFor): boolean {
  return kind === 'gate' || kind === 'decision' || kind === 'paused';
}
