import { type Severity, severities } from '../control/control.ts';
import type { PostureReport } from './posture-difference.ts';
import type { PostureFigures } from './posture-snapshot.ts';

/** "no security regression: 2 critical, 9 high controls fail; 1 unknown" */
export function describePosture({ before, after, worse, lost, better }: PostureReport): string {
  if (after === null) return `audited before the upgrade, not since: ${describeFigures(before)}`;
  const changes = [
    ...(worse.count > 0 ? [`${worse.count} worse`] : []),
    ...(lost.count > 0 ? [`${lost.count} no longer known`] : []),
    ...(better > 0 ? [`${better} better`] : []),
  ];
  const [was, is] = [describeFigures(before), describeFigures(after)];
  const figures = was === is ? is : `${was}; now ${is}`;
  if (worse.count + lost.count > 0) return `security regression (${changes.join(', ')}): ${figures}`;
  return `no security regression${better > 0 ? ` (${changes.join(', ')})` : ''}: ${figures}`;
}

/** What is worse and what is lost, in words, at most a few of each. */
export function describePostureChanges({ worse, lost }: PostureReport): readonly string[] {
  return [...describeList('worse', worse), ...describeList('no longer known', lost)];
}

function describeList(what: string, { count, first }: PostureReport['worse']): readonly string[] {
  const more = count > first.length ? [`and ${count - first.length} more`] : [];
  return count === 0 ? [] : [...first.map((each) => `${what}: ${each}`), ...more];
}

function describeFigures({ counts, unknown }: PostureFigures): string {
  const failing = severities.flatMap((each: Severity) => {
    const count = counts[each] ?? 0;
    return count === 0 ? [] : [`${count} ${each}`];
  });
  const failures = failing.length === 0 ? 'no control fails' : `${failing.join(', ')} controls fail`;
  return unknown === 0 ? failures : `${failures}; ${unknown} unknown`;
}
