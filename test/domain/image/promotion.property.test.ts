import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImageRecord, noteStageRun } from '#domain/image/image-record.ts';
import { judgePromotion, testedImages } from '#domain/image/promotion.ts';

const hour = 3_600_000;
const families = ['AKSUbuntu-2204gen2containerd', 'AKSUbuntu-2404gen2containerd', 'AKSWindows-2022'];
const before = { name: 'test', stageKey: 'k', soakMs: 30 * hour };

/** One scheduled run: what comes out during it, whether the test stage gets through, whether someone else's stage runs too. */
const scheduledRun = fc.record({
  releases: fc.array(fc.constantFrom(...families), { maxLength: 2 }),
  testRuns: fc.boolean(),
  isWell: fc.boolean(),
  otherStage: fc.boolean(),
  hours: fc.integer({ min: 1, max: 40 }),
});

/** What the test stage has run without trouble, from when: kept apart from the code under test. */
type Ledger = Map<string, number>;

interface Play {
  readonly promoted: readonly {
    readonly image: string;
    readonly at: number;
    readonly ranSince: number | undefined;
  }[];
  readonly held: number;
}

function play(
  scheduledRuns: readonly (typeof scheduledRun extends fc.Arbitrary<infer N> ? N : never)[],
): Play {
  const newest = new Map(families.map((family) => [family, 1]));
  const nameOf = (family: string) =>
    family.startsWith('AKSWindows')
      ? `${family}-20348.${newest.get(family)}.251014`
      : `${family}-202510.${newest.get(family)}.0`;
  const ledger: Ledger = new Map();
  const promoted: { image: string; at: number; ranSince: number | undefined }[] = [];
  let record: ImageRecord = [];
  let [now, held] = [0, 0];
  for (const { releases, testRuns, isWell, otherStage, hours } of scheduledRuns) {
    now += hours * hour;
    if (testRuns) {
      const images = families.map(nameOf);
      const trouble = isWell ? null : 'aks-test: Failed';
      record = noteStageRun(record, { stageKey: 'k', images, at: now, isSoaked: false, trouble });
      for (const image of images)
        if (!isWell) ledger.delete(image);
        else if (!ledger.has(image)) ledger.set(image, now);
    }
    if (otherStage)
      record = noteStageRun(record, {
        stageKey: 'other',
        images: families.map(nameOf),
        at: now - 100 * hour,
        isSoaked: true,
        trouble: null,
      });
    // While the test stage was at work, a newer one may have come out.
    for (const family of releases) newest.set(family, newest.get(family)! + 1);
    for (const image of families.map(nameOf)) {
      const verdict = judgePromotion(image, testedImages(record, before, []), 'Consistent', now);
      if (verdict.take) promoted.push({ image, at: now, ranSince: ledger.get(image) });
      else held += 1;
    }
  }
  return { promoted, held };
}

describe('whatever comes out and whatever goes wrong, run after run', () => {
  it('production gets no image that the test stage has not run for its soak without trouble', () => {
    fc.assert(
      fc.property(fc.array(scheduledRun, { maxLength: 40 }), (scheduledRuns) => {
        for (const { at, ranSince } of play(scheduledRuns).promoted) {
          expect(ranSince).toBeDefined();
          expect(at - ranSince!).toBeGreaterThanOrEqual(before.soakMs);
        }
      }),
    );
  });

  it('production gets every image that test has run for its soak, where none comes out meanwhile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 31, max: 60 }), (hours) => {
        const quiet = { releases: [], testRuns: true, isWell: true, otherStage: false, hours };
        expect(play([quiet, quiet])).toMatchObject({
          held: families.length,
          promoted: { length: families.length },
        });
      }),
    );
  });

  it('the record stays small', () => {
    let record: ImageRecord = [];
    for (let index = 0; index < 330; index += 1)
      record = noteStageRun(record, {
        stageKey: `stage-${index % 110}`,
        images: families.map((family) => `${family}-202510.${index}.0`),
        at: index,
        isSoaked: false,
        trouble: null,
      });
    expect(record.length).toBe(300);
    for (let index = 0; index < 9; index += 1)
      record = noteStageRun(record, { ...aRun, images: [`${families[0]}-202511.${index}.0`], at: index });
    expect(record.filter(({ stageKey }) => stageKey === aRun.stageKey).map(({ since }) => since)).toEqual([
      6, 7, 8,
    ]);
  });
});

const aRun = { stageKey: 'one', isSoaked: false, trouble: null };
