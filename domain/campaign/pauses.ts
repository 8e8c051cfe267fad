import { joinTexts } from '../text/sentences.ts';

/** How far what runs is let continue; from the strictest. */
const pauseLevels = ['node-pool', 'cluster', 'stage'] as const;
export type PauseLevel = (typeof pauseLevels)[number];

export interface Pause {
  /** "rule": a stage's failure policy, an expired approval, an aborted stage. */
  readonly by: 'operator' | 'rule';
  readonly at: PauseLevel;
  readonly since: string;
  readonly reason: string;
}

/** A person and a rule can hold a campaign at the same time, each for a reason of its own. */
export interface Pauses {
  readonly paused: Pause | null;
  /** The rule's, while a person's stands above it. */
  readonly ruleBeneath: Pause | null;
}

/** A person's pause comes above a rule's, whichever was first; each takes the place of the last one of its kind. */
export function layPause({ paused, ruleBeneath }: Pauses, next: Pause): Pauses {
  if (paused === null || paused.by === next.by) return { paused: next, ruleBeneath };
  return next.by === 'rule' ? { paused, ruleBeneath: next } : { paused: next, ruleBeneath: paused };
}

/** Ends the upper one alone: who lifts a person's pause has not yet said a word about the rule's. */
export function liftPause({ ruleBeneath }: Pauses): Pauses {
  return { paused: ruleBeneath, ruleBeneath: null };
}

/** The strictest level at which it is paused; null: it is not paused. */
export function heldAt(pauses: Pauses): PauseLevel | null {
  const levels = pausesOf(pauses).map(({ at }) => at);
  return pauseLevels.find((level) => levels.includes(level)) ?? null;
}

/** Both reasons, the person's first; null: it is not paused. */
export function pauseReason(pauses: Pauses): string | null {
  const reasons = pausesOf(pauses).map(({ reason }) => reason);
  return joinTexts(reasons, '; ') || null;
}

/** Another as soon as it is for another reason: what is accepted with it is another. */
export function pauseId({ by, since, reason }: Pause): string {
  // FNV-1a: workflows carry no library of hashes, and nothing depends on its strength.
  let hash = 0x811c9dc5;
  for (const letter of [by, since, reason].join(' '))
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** "the operator's pause since 2026-11-20T08:00:00Z (paused by bob: incident 7)" */
export function describePause(pause: Pause): string {
  const whose =
    pause.by === 'operator' ? "operator's" : isByPolicy(pause) ? "failure policy's" : "campaign's own";
  return `the ${whose} pause since ${pause.since} (${pause.reason})`;
}

/** At which a failure policy pauses; the other rules pause at the end of a stage. */
export const policyPauseLevel = 'node-pool';

/** The failure policy's; null: it does not pause. */
export function policyPause(pauses: Pauses): Pause | null {
  return pausesOf(pauses).find(isByPolicy) ?? null;
}

/** By an expired approval or an aborted stage, which no end of a cluster undoes. */
export function isPausedOtherwise(pauses: Pauses): boolean {
  return pausesOf(pauses).some((each) => each.by === 'rule' && !isByPolicy(each));
}

function isByPolicy({ by, at }: Pause): boolean {
  return by === 'rule' && at === policyPauseLevel;
}

/** Of a rule alone: a person has not said that all is to stand still. */
export function isBlockedByPolicyAlone({ paused }: Pauses): boolean {
  return paused?.by === 'rule';
}

function pausesOf({ paused, ruleBeneath }: Pauses): readonly Pause[] {
  return [paused, ruleBeneath].filter((each) => each !== null);
}
