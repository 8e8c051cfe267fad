import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedClock } from '#simulator/world/clock.ts';
import { EventQueue } from '#simulator/world/event-queue.ts';
import { SeededRandom } from '#simulator/world/random.ts';

describe('the clock', () => {
  const startMs = Date.parse('2026-11-20T08:00:00Z');

  function aClock(speed: number) {
    let wall = 1_000;
    let ids = 0;
    const clock = new SimulatedClock(
      startMs,
      speed,
      () => `clock-${ids++}`,
      () => wall,
    );
    return { clock, pass: (milliseconds: number) => (wall += milliseconds) };
  }

  it('runs as many times faster than the wall as its speed', () => {
    const { clock, pass } = aClock(600);
    pass(1000);
    expect(clock.reading().now).toBe('2026-11-20T08:10:00.000Z');
  });

  it('continues from where it was under a new id when its speed changes', () => {
    const { clock, pass } = aClock(600);
    pass(1000);
    clock.setSpeed(1);
    pass(60_000);
    expect(clock.reading()).toMatchObject({ id: 'clock-1', now: '2026-11-20T08:11:00.000Z', speed: 1 });
  });

  it('jumps under a new id', () => {
    const { clock } = aClock(1);
    clock.jump(3_600_000);
    expect(clock.reading()).toMatchObject({ id: 'clock-1', now: '2026-11-20T09:00:00.000Z' });
  });
});

describe('the event queue', () => {
  it('runs events in order of their instants, ties in order of scheduling, whatever the steps', () => {
    const events = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 });
    const steps = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 5 });
    fc.assert(
      fc.property(events, steps, (instants, stops) => {
        const queue = new EventQueue(0);
        const ran: [number, number][] = [];
        for (const [index, at] of instants.entries())
          queue.schedule(at, () => ran.push([queue.now(), index]));
        for (const stop of stops) queue.advance(stop);
        queue.advance(20);
        const expected = instants
          .map((at, index): [number, number] => [at, index])
          .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(ran).toEqual(expected);
      }),
    );
  });

  it('runs what an event schedules within the same advance, at its own instant', () => {
    const queue = new EventQueue(0);
    const seen: number[] = [];
    queue.schedule(5, () => queue.schedule(7, () => seen.push(queue.now())));
    queue.advance(10);
    expect(seen).toEqual([7]);
  });
});

describe('the generator', () => {
  it('gives the same for the same seed and stays within its bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const [one, two] = [new SeededRandom(seed), new SeededRandom(seed)];
        const value = one.between(3, 9);
        expect(value).toBe(two.between(3, 9));
        expect(value >= 3 && value < 9).toBe(true);
        expect(one.guid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('forks by name alone, not by what was drawn before', () => {
    const [one, two] = [new SeededRandom(1), new SeededRandom(1)];
    two.next();
    expect(one.fork('a').next()).toBe(two.fork('a').next());
    expect(one.fork('a').next()).not.toBe(one.fork('b').next());
  });
});
