import { describe, expect, it } from 'vitest';
import { decideKuredLock, isOurKuredLock } from '#domain/reboot/kured-lock.ts';

const now = Date.parse('2026-11-21T03:00:00Z');
const anHour = 3_600_000_000_000;
const owner = 'drydock/nightly';

function hold(nodeID: string, { created = '2026-11-21T02:30:00Z', TTL = 0 } = {}) {
  return { nodeID, metadata: { unschedulable: false }, created, TTL };
}
const expired = { created: '2026-11-20T02:30:00Z', TTL: anHour };
const fresh = { TTL: anHour };
const list = (...locks: readonly object[]) => ({ maxOwners: 2, locks });

const ask = (standing: object | string | null, concurrency = 1) =>
  decideKuredLock({
    annotation: standing === null || typeof standing === 'string' ? standing : JSON.stringify(standing),
    concurrency,
    owner,
    now,
    ttlMs: 1_800_000,
  });

describe("kured's lock", () => {
  it.each([
    ['is taken where there is none', null, 1, 'take'],
    ['never expires without a TTL (U1)', hold('node-1'), 1, 'held'],
    ['is over once its TTL has passed (U2)', hold('node-1', expired), 1, 'take'],
    ['is held until then (U3)', hold('node-1', fresh), 1, 'held'],
    ['is ours to lengthen', hold(owner, fresh), 1, 'take'],
    ['is taken where the list is empty (U4)', list(), 2, 'take'],
    ['is taken where Go wrote an empty list', { maxOwners: 2, locks: null }, 2, 'take'],
    [
      'is held where one place is: kured would take the other, we reboot alone (U5)',
      list(hold('node-1')),
      2,
      'held',
    ],
    ['is held where every place is (U6)', list(hold('node-1'), hold('node-2')), 2, 'held'],
    ['is held where one of two is over (U7)', list(hold('node-1', expired), hold('node-2')), 2, 'held'],
    ['is taken where all are over (U8)', list(hold('node-1', expired), hold('node-2', expired)), 2, 'take'],
    ['is held in the form of the other mode', list(hold('node-1')), 1, 'held'],
    ['is held in the form of the other mode, the other way round', hold('node-1'), 2, 'held'],
    ['is not touched where it is no JSON', 'node-1', 1, 'unreadable'],
    ['is not touched where it is something else', { owner: 'node-1' }, 1, 'unreadable'],
    ['is not touched where its time is none', hold('node-1', { created: 'yesterday' }), 1, 'unreadable'],
  ])('%s', (_rule, standing, concurrency, state) => {
    expect(ask(standing, concurrency).state).toBe(state);
  });

  it('names who holds it, and until when', () => {
    expect(ask(hold('node-1', fresh))).toEqual({
      state: 'held',
      by: 'node-1',
      until: Date.parse('2026-11-21T03:30:00Z'),
    });
    expect(ask(hold('node-1'))).toEqual({ state: 'held', by: 'node-1', until: null });
  });

  it('is written in the form of its mode, with an end, and in every place', () => {
    const ours = { nodeID: owner, created: '2026-11-21T03:00:00.000Z', TTL: 1_800_000_000_000 };
    expect(ask(null)).toEqual({ state: 'take', annotation: JSON.stringify(ours) });
    expect(ask(null, 2)).toEqual({
      state: 'take',
      annotation: JSON.stringify({ maxOwners: 2, locks: [ours, ours] }),
    });
  });

  it.each([
    ['ours', hold(owner), true],
    ['ours in every place', list(hold(owner), hold(owner)), true],
    ["another's", hold('node-1'), false],
    ["partly another's", list(hold(owner), hold('node-1')), false],
    ["nobody's", list(), false],
    ['gone', null, false],
  ])('is given back only where it is %s', (_whose, standing, isOurs) => {
    const annotation = standing === null ? null : JSON.stringify(standing);
    expect(isOurKuredLock({ annotation, concurrency: 1, owner })).toBe(isOurs);
  });
});
