import { expect, it } from 'vitest';
import { withDecision } from '#cli/schedule/record-decision.ts';
import type { ScheduleDecision } from '#protocol/scheduled-run.ts';

it('a schedule keeps its last 20 decisions, oldest first, and its creation', () => {
  const reasons = Array.from({ length: 25 }, (_, index) => `CHG${index}`);
  const kept = reasons
    .map((reason) => ({ at: '2026-10-21T08:00:00Z', by: 'eva', verb: 'trigger', reason }) as const)
    .reduce<readonly ScheduleDecision[]>(withDecision, []);
  expect(kept.map(({ reason }) => reason)).toEqual(reasons.slice(-20));
  const created = { at: '2026-10-20T08:00:00Z', by: 'alice', verb: 'create', reason: '' } as const;
  const later = [created, ...kept].reduce<readonly ScheduleDecision[]>(withDecision, []);
  expect(later).toEqual([created, ...kept.slice(1)]);
});
