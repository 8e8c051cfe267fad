import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  type RollingEffect,
  type RollingEvent,
  type RollingState,
  type RollingTerms,
  startOfRolling,
} from '#simulator/arm/operations/advance-rolling.ts';

const terms: RollingTerms = {
  width: 1,
  surgeNodes: 1,
  quarantines: false,
  skipsLastNode: false,
  failure: null,
};

const words = (text: string): readonly string[] => text.split(' ');

const kindsOf = (effects: readonly RollingEffect[]) => effects.map(({ kind }) => kind);

/** A pool whose nodes follow every request; `blocked` cannot be drained. Answers in the order given by `pick`. */
function play(
  given: RollingTerms,
  nodes: number,
  blocked: readonly string[],
  pick: (count: number) => number,
) {
  let state = startOfRolling(
    given,
    Array.from({ length: nodes }, (_, index) => `n${index}`),
    [],
  );
  const effects: RollingEffect[] = [];
  const states: RollingState[] = [];
  const events: RollingEvent[] = [{ kind: 'started' }];
  while (events.length > 0) {
    const [event] = events.splice(pick(events.length), 1);
    const step = advance(state, event!);
    state = step.state;
    states.push(state);
    effects.push(...step.effects);
    for (const effect of step.effects) events.push(...answersTo(effect, blocked));
  }
  return { state, states, effects };
}

function answersTo(effect: RollingEffect, blocked: readonly string[]): readonly RollingEvent[] {
  switch (effect.kind) {
    case 'idle':
      return [{ kind: 'nothing-to-do' }];
    case 'await-surge':
      return [{ kind: 'surge-available' }];
    case 'create-surge':
      return [
        {
          kind: 'surge-created',
          nodes: Array.from({ length: effect.count }, (_, index) => `surge${index}`),
        },
      ];
    case 'drain':
      return blocked.includes(effect.node)
        ? [{ kind: 'undrained', node: effect.node, message: 'a budget' }]
        : [{ kind: 'drained', node: effect.node }];
    case 'reimage':
      return [{ kind: 'reimaged', node: effect.node }];
    case 'soak':
      return [{ kind: 'soaked' }];
    case 'remove-surge':
      return [{ kind: 'surge-removed', node: effect.node }];
    case 'status':
    case 'quarantine':
    case 'uncordon':
    case 'drop-surge':
    case 'end':
      return [];
  }
}

describe('a rolling upgrade, step by step', () => {
  it('creates the surge, replaces the nodes one after the other, and removes the surge', () => {
    const { effects } = play(terms, 2, [], () => 0);
    expect(kindsOf(effects).filter((kind) => kind !== 'status')).toEqual(
      words('await-surge create-surge drain reimage soak drain reimage soak remove-surge end'),
    );
  });

  it.each<[string, Partial<RollingTerms>, number, readonly string[], readonly string[]]>([
    ['has nothing to do without nodes', {}, 0, [], ['idle', 'end']],
    [
      'fails before the surge',
      { failure: { code: 'QuotaExceeded', message: 'm', isBeforeSurge: true, afterNodes: 0 } },
      1,
      [],
      ['status', 'await-surge', 'end'],
    ],
    [
      'removes the surge again after a node that cannot be drained',
      {},
      1,
      ['n0'],
      ['status', 'await-surge', 'create-surge', 'status', 'drain', 'uncordon', 'drop-surge', 'end'],
    ],
    [
      'keeps a surge node for a quarantined one',
      { quarantines: true },
      1,
      ['n0'],
      words('status await-surge create-surge status drain quarantine status status end'),
    ],
    [
      'leaves the last node alone where its success is a lie',
      { skipsLastNode: true },
      1,
      [],
      words('status await-surge create-surge status status soak status remove-surge end'),
    ],
  ])('%s', (_, over, nodes, blocked, expected) => {
    expect(kindsOf(play({ ...terms, ...over }, nodes, blocked, () => 0).effects)).toEqual(expected);
  });

  it('takes no event once it is over', () => {
    const { state } = play(terms, 1, [], () => 0);
    expect(advance(state, { kind: 'soaked' })).toEqual({ state, effects: [] });
  });

  it('keeps its limits in any order of events, and ends once', () => {
    const cases = fc.record({
      width: fc.integer({ min: 1, max: 4 }),
      surgeNodes: fc.integer({ min: 0, max: 4 }),
      quarantines: fc.boolean(),
      nodes: fc.integer({ min: 1, max: 8 }),
      blocked: fc.uniqueArray(fc.integer({ min: 0, max: 7 })),
      picks: fc.infiniteStream(fc.nat()),
    });
    fc.assert(
      fc.property(cases, ({ nodes, blocked, picks, ...over }) => {
        const names = blocked.map((index) => `n${index}`);
        const pick = (count: number) => (picks.next().value as number) % count;
        const { state, states, effects } = play({ ...terms, ...over }, nodes, names, pick);
        expect(states.every(({ active }) => active >= 0 && active <= over.width)).toBe(true);
        expect(kindsOf(effects).filter((kind) => kind === 'end')).toHaveLength(1);
        expect(state.isOver).toBe(true);
        if (state.error === null) expect([state.done, state.surge]).toEqual([nodes, []]);
        if (state.error !== null && over.quarantines)
          expect([state.done + state.quarantined, state.surge.length]).toEqual([
            nodes,
            Math.min(over.surgeNodes, state.quarantined),
          ]);
      }),
    );
  });
});
