import { expect, it } from 'vitest';
import { type KeptDecisions, withDecision } from '#cli/schedule/record-decision.ts';

it('a schedule keeps its last 20 decisions, oldest first, and its creation, and counts the others', () => {
  const reasons = Array.from({ length: 25 }, (_, index) => `CHG${index}`);
  const kept = reasons
    .map((reason) => ({ at: '2026-10-21T08:00:00Z', by: 'eva', verb: 'trigger', reason }) as const)
    .reduce<KeptDecisions>(withDecision, { decisions: [] });
  expect(kept.decisions.map(({ reason }) => reason)).toEqual(reasons.slice(-20));
  expect(kept.droppedDecisions).toBe(5);
  const created = { at: '2026-10-20T08:00:00Z', by: 'alice', verb: 'create', reason: '' } as const;
  const later = [created, ...kept.decisions].reduce<KeptDecisions>(withDecision, { decisions: [] });
  expect(later).toEqual({ decisions: [created, ...kept.decisions.slice(1)], droppedDecisions: 1 });
  expect(withDecision({ decisions: [] }, created)).toEqual({ decisions: [created] });
});
