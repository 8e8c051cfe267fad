import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeOtherFreezes,
  type Freeze,
  freezeSpans,
  judgeFreeze,
  refuseLift,
  standingFreeze,
} from '#domain/campaign/freeze.ts';

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
    [
      'holds from its first moment',
      '10:00',
      [aFreeze()],
      { frozen: true, until: at('12:00'), name: 'holidays', reason: text },
    ],
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
      { frozen: true, until: null, name: 'incident', reason: 'freeze incident by oncall: INC-7' },
    ],
    [
      'that ends last is the one that is named',
      '11:00',
      [aFreeze(), longer],
      {
        frozen: true,
        until: at('14:00'),
        name: 'longer',
        reason: 'freeze longer by lead: nobody is here, freeze holidays',
      },
    ],
    [
      'without an end ends last of all',
      '11:00',
      [longer, endless, aFreeze()],
      {
        frozen: true,
        until: null,
        name: 'incident',
        reason: 'freeze incident by oncall: INC-7, freeze longer, freeze holidays',
      },
    ],
    [
      'whose end cannot be read is in force',
      '23:00',
      [aFreeze({ until: 'tomorrow' })],
      { frozen: true, until: null, name: 'holidays', reason: text },
    ],
    [
      'whose beginning cannot be read is in force',
      '09:00',
      [aFreeze({ from: '' })],
      { frozen: true, until: at('12:00'), name: 'holidays', reason: text },
    ],
  ])('%s', (_rule, time, freezes, verdict) => {
    expect(judgeFreeze(freezes, at(time))).toEqual(verdict);
    const isClosed = freezeSpans(freezes).some(
      ({ opensAt, closesAt }) => opensAt <= at(time) && at(time) < closesAt,
    );
    expect(isClosed).toBe(verdict.frozen);
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

describe('the name of a freeze', () => {
  const lifted = aFreeze({ lifted: aLift('2026-12-24T10:30:00Z') });

  it.each<[string, string, readonly Freeze[], number]>([
    ['is free where there is none', '11:00', [], -1],
    ['is taken while it is in force', '11:00', [aFreeze()], 0],
    ['is taken before it begins', '09:00', [aFreeze()], 0],
    ['is free again once it is over', '12:00', [aFreeze()], -1],
    ['is free again once it is lifted', '11:00', [lifted], -1],
    ['is that of the one that stands', '11:00', [lifted, endless, aFreeze()], 2],
    ['stays taken where the end cannot be read', '23:00', [aFreeze({ until: 'tomorrow' })], 0],
  ])('%s', (_rule, time, freezes, index) => {
    expect(standingFreeze(freezes, 'holidays', at(time))).toBe(index);
  });

  it.each<[string, string, readonly Freeze[], string | null]>([
    ['one in force can be lifted', '11:00', [aFreeze()], null],
    ['one that there never was cannot', '11:00', [endless], 'There is no freeze named holidays.'],
    ['one that is over cannot', '12:00', [aFreeze()], 'Freeze holidays is over since 2026-12-24T12:00:00Z.'],
    [
      'one that was lifted cannot',
      '11:00',
      [lifted],
      'Freeze holidays was lifted by lead at 2026-12-24T10:30:00Z.',
    ],
  ])('%s', (_rule, time, freezes, refusal) => {
    expect(refuseLift(freezes, 'holidays', at(time))).toBe(refusal);
  });
});

it('names what is still in force once one is lifted', () => {
  const now = at('11:00');
  const said = (...freezes: readonly Freeze[]) => describeOtherFreezes(freezes, 'holidays', now);
  expect(said(aFreeze())).toBe('');
  expect(said(aFreeze(), { ...longer, lifted: { by: 'x', at: '', reason: '' } })).toBe('');
  expect(said(aFreeze(), longer)).toBe(' Still in force: freeze longer by lead: nobody is here');
});
