import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BudgetInput, computeBudget } from '#simulator/kubernetes/controllers/disruption-budget.ts';

describe('the arithmetic of a disruption budget', () => {
  it.each<[string, BudgetInput, number]>([
    ['a count that leaves room', budget({ minAvailable: 2 }), 1],
    ['a count that leaves none', budget({ minAvailable: 3 }), 0],
    ['more wanted than there are pods', budget({ minAvailable: 5 }), 0],
    ['a percentage rounds the healthy ones up', budget({ minAvailable: '50%' }), 1],
    ['one hundred percent', budget({ minAvailable: '100%' }), 0],
    ['none may be missing', budget({ maxUnavailable: 0 }), 0],
    ['one may be missing', budget({ maxUnavailable: 1 }), 1],
    ['a percentage rounds the missing ones up', budget({ maxUnavailable: '30%' }), 1],
    ['a third of one is one', budget({ maxUnavailable: '30%', scale: 1, currentHealthy: 1 }), 1],
    ['an unhealthy pod has spent it', budget({ maxUnavailable: 1, currentHealthy: 2 }), 0],
    ['surge pods count as healthy', budget({ minAvailable: '50%', currentHealthy: 4 }), 2],
    ['no pods, nothing to disrupt', budget({ maxUnavailable: 1, scale: 0, currentHealthy: 0 }), 0],
    ['neither rule', budget({}), 0],
  ])('allows by the rule: %s', (_, input, allowed) => {
    expect(computeBudget(input).disruptionsAllowed).toBe(allowed);
  });

  it('never lets healthy pods fall below the desired number', () => {
    fc.assert(
      fc.property(anyBudget, (input) => {
        const { disruptionsAllowed, currentHealthy, desiredHealthy } = computeBudget(input);
        expect(disruptionsAllowed).toBeGreaterThanOrEqual(0);
        if (disruptionsAllowed > 0) {
          expect(currentHealthy - disruptionsAllowed).toBeGreaterThanOrEqual(desiredHealthy);
        }
      }),
    );
  });

  it('allows no more when a pod less is healthy', () => {
    fc.assert(
      fc.property(anyBudget, (input) => {
        const fewer = { ...input, currentHealthy: Math.max(0, input.currentHealthy - 1) };
        expect(computeBudget(fewer).disruptionsAllowed).toBeLessThanOrEqual(
          computeBudget(input).disruptionsAllowed,
        );
      }),
    );
  });

  it('asks for as many healthy pods whether a percentage is wanted or its count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 50 }), (percent, scale) => {
        const missing = Math.ceil((percent * scale) / 100);
        const input = { matchedPods: scale, scale, currentHealthy: scale };
        expect(computeBudget({ ...input, maxUnavailable: `${percent}%` })).toEqual(
          computeBudget({ ...input, maxUnavailable: missing }),
        );
      }),
    );
  });
});

function budget(given: Partial<BudgetInput>): BudgetInput {
  return { matchedPods: given.scale ?? 3, scale: 3, currentHealthy: 3, ...given };
}

const intOrPercent = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`),
);
const anyRule = fc.oneof(
  intOrPercent.map((minAvailable) => ({ minAvailable })),
  intOrPercent.map((maxUnavailable) => ({ maxUnavailable })),
);
const counts = fc.record({
  matchedPods: fc.nat({ max: 20 }),
  scale: fc.nat({ max: 20 }),
  currentHealthy: fc.nat({ max: 20 }),
});
const anyBudget = fc.tuple(anyRule, counts).map(([rule, numbers]): BudgetInput => ({ ...rule, ...numbers }));
