import type { Decision } from './status.ts';

/** As it was typed: "pause --at cluster". */
export function describeVerb({ verb, level }: Pick<Decision, 'verb' | 'level'>): string {
  return level === undefined ? verb : `${verb} --at ${level}`;
}
