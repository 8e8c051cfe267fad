import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Freeze, judgeFreeze } from '#domain/gate/freeze.ts';

const at = (time: string) => Date.parse(`2026-12-24T${time}:00Z`);

const aFreeze = (over: Partial<Freeze> = {}): Freeze => ({
  name: 'holidays',
  from: '2026-12-24T10:00:00Z',
  until: '2026-12-24T12:00:00Z',
  by: 'lead',
  reason: 'nobody is here',
  lifted: null,
  ...over,
});
const aLift = (at: string) => ({ at, by: 'lead', reason: 'all are back' });
const endless = aFreeze({ name: 'incident', until: null, by: 'oncall', reason: 'INC-7' });
const longer = aFreeze({ name: 'longer', until: '2026-12-24T14:00:00Z' });

const text = 'freeze holidays by lead: nobody is here';

describe('a freeze', () => {
  it.each<[string, string, readonly Freeze[], ReturnType<typeof judgeFreeze>]>([
    ['of none there are holds nothing', '11:00', [], { frozen: false }],
    ['does not hold before it begins', '09:59', [aFreeze()], { frozen: false }],
    ['holds from its first moment', '10:00', [aFreeze()], { frozen: true, until: at('12:00'), reason: text }],
    ['does not hold at its end', '12:00', [aFreeze()], { frozen: false }],
    [
      'does not hold once it is lifted',
      '11:00',
      [aFreeze({ lifted: aLift('2026-12-24T10:30:00Z') })],
      { frozen: false },
    ],
    [
      'without an end holds until a person lifts it',
      '23:00',
      [endless],
      { frozen: true, until: null, reason: 'freeze incident by oncall: INC-7' },
    ],
    [
      'that ends last is the one that is told',
      '11:00',
      [aFreeze(), longer],
      { frozen: true, until: at('14:00'), reason: 'freeze longer by lead: nobody is here, and 1 more' },
    ],
    [
      'without an end ends last of all',
      '11:00',
      [longer, endless, aFreeze()],
      { frozen: true, until: null, reason: 'freeze incident by oncall: INC-7, and 2 more' },
    ],
    [
      'whose end cannot be read is in force',
      '23:00',
      [aFreeze({ until: 'tomorrow' })],
      { frozen: true, until: null, reason: text },
    ],
    [
      'whose beginning cannot be read is in force',
      '09:00',
      [aFreeze({ from: '' })],
      { frozen: true, until: at('12:00'), reason: text },
    ],
  ])('%s', (_rule, time, freezes, verdict) => {
    expect(judgeFreeze(freezes, at(time))).toEqual(verdict);
  });

  it('holds no longer than the last of those in force, and no shorter', () => {
    const hour = fc.integer({ min: 0, max: 48 });
    const iso = (hours: number) => new Date(at('00:00') + hours * 3_600_000).toISOString();
    const freezes = fc.array(
      fc
        .record({ from: hour, length: hour, isLifted: fc.boolean() })
        .map(({ from, length, isLifted }) =>
          aFreeze({ from: iso(from), until: iso(from + length), lifted: isLifted ? aLift(iso(from)) : null }),
        ),
    );
    fc.assert(
      fc.property(freezes, hour, (list, now) => {
        const instant = Date.parse(iso(now));
        const verdict = judgeFreeze(list, instant);
        const isOver = (moment: number) =>
          list
            .filter(({ lifted, from }) => lifted === null && Date.parse(from) <= instant)
            .every(({ until }) => Date.parse(until ?? '') <= moment);
        expect(verdict.frozen).toBe(!isOver(instant));
        if (!verdict.frozen) return;
        expect([isOver(verdict.until ?? 0), isOver((verdict.until ?? 0) - 1)]).toEqual([true, false]);
      }),
    );
  });
});
