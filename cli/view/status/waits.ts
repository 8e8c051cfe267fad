import { describeApprovals } from '#domain/gate/approval.ts';
import type { WaitingFor } from '#domain/status/status.ts';
import { answerLine } from './question-lines.ts';

/** Equal for the same wait in two readings; one more approval makes it another. */
export function waitKey({ kind, name, since, approvals }: WaitingFor): string {
  return [kind, name, since, ...(approvals?.approvedBy ?? [])].join(' ');
}

/**
 * "waiting for gate test (approval by bob)", then a line for each answer; of a wait without an answer what ends it. `reason`: why it
 * waits, empty where it is said elsewhere.
 */
export function waitSentences(wait: WaitingFor, reason: string, viewer: string | null): readonly string[] {
  const { until, act, actions } = wait;
  const what = `${opening(wait)}${until === null ? '' : ` until ${until}`}`;
  if (actions === undefined || !needsPerson(wait)) return [`${what}: ${act}`];
  const why = reason === '' ? '' : `: ${reason}`;
  return [what + why, ...actions.map((action) => `  ${answerLine(action, viewer)}`)];
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
