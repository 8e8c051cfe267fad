import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfferedMinor } from '#domain/fleet/fleet.ts';
import { compareVersions, minorsBetween } from '#domain/version/kubernetes-version.ts';
import { type PathQuestion, pinTarget, planPath } from '#domain/version/upgrade-path.ts';
import { anOffer, usualOffers } from '../../builders/a-fleet.ts';

const aQuestion = (over: Partial<PathQuestion>): PathQuestion => ({
  from: '1.33.5',
  target: '1.34',
  offers: usualOffers,
  supportPlan: 'KubernetesOfficial',
  allowMultipleHops: false,
  ...over,
});

const refusal = (over: Partial<PathQuestion>): string => {
  const path = planPath(aQuestion(over));
  return path.ok ? `went by ${path.hops.join(', ')}` : path.reason;
};

describe('the way to a version', () => {
  it.each<[string, Partial<PathQuestion>, readonly string[], string]>([
    ['a minor means its newest offered patch', {}, ['1.34.1'], '1.34.1'],
    ['a full version means itself', { target: '1.34.0' }, ['1.34.0'], '1.34.0'],
    ['patches are jumped within a minor', { target: '1.33' }, ['1.33.6'], '1.33.6'],
    ['what is there already needs no hop', { target: '1.33.5' }, [], '1.33.5'],
    ['the newest patch of the minor is there already', { from: '1.34.1' }, [], '1.34.1'],
    ['a patch newer than any offered is there already', { from: '1.34.7' }, [], '1.34.7'],
    ['a minor no longer offered is there already', { from: '1.30.4', target: '1.30' }, [], '1.30.4'],
    ['a preview that runs is there already', { from: '1.35.0', target: '1.35.0' }, [], '1.35.0'],
    [
      'two minors are two hops, by the newest patch between',
      { from: '1.32.9', target: '1.34', allowMultipleHops: true },
      ['1.33.6', '1.34.1'],
      '1.34.1',
    ],
    [
      'long-term support opens its minors',
      {
        from: '1.31.10',
        target: '1.32',
        supportPlan: 'AKSLongTermSupport',
      },
      ['1.32.9'],
      '1.32.9',
    ],
    ['a retired patch goes by the documented rule', { from: '1.33.2' }, ['1.34.1'], '1.34.1'],
  ])('%s', (_rule, over, hops, target) => {
    expect(planPath(aQuestion(over))).toEqual({ ok: true, hops, target });
  });

  it.each<[string, Partial<PathQuestion>, string]>([
    [
      'a skipped minor needs consent',
      { from: '1.32.9' },
      '1.32 -> 1.34 skips 1.33; set allowMultipleHops or upgrade to 1.33 first',
    ],
    [
      'two skipped minors are both named',
      { from: '1.31.0' },
      '1.31 -> 1.34 skips 1.32 and 1.33; set allowMultipleHops or upgrade to 1.32 first',
    ],
    [
      'a way through a minor of long-term support is closed to others',
      { from: '1.31.0', allowMultipleHops: true },
      "1.31 -> 1.34 goes through 1.32 and 1.33: 1.32 is offered only under AKSLongTermSupport; the cluster's support plan is KubernetesOfficial",
    ],
    [
      'there is no downgrade',
      { from: '1.34.1', target: '1.33' },
      '1.34.1 -> 1.33 is a downgrade, which AKS does not support',
    ],
    [
      'there is no downgrade to an older patch either',
      { from: '1.34.1', target: '1.34.0' },
      '1.34.1 -> 1.34.0 is a downgrade, which AKS does not support',
    ],
    [
      'previews are not taken',
      { from: '1.34.1', target: '1.35' },
      '1.35 is a preview in this location; Drydock does not upgrade to previews',
    ],
    [
      'a minor of long-term support asks for the plan',
      { from: '1.31.10', target: '1.32' },
      "1.32 is offered only under AKSLongTermSupport; the cluster's support plan is KubernetesOfficial",
    ],
    [
      'a minor that is not offered is not a target',
      { target: '1.36' },
      '1.36 is not offered in this location (offered: 1.32, 1.33, 1.34)',
    ],
    [
      'a patch that is not offered is not a target',
      { target: '1.34.9' },
      '1.34.9 is not offered in this location (of 1.34: 1.34.1, 1.34.0)',
    ],
    ['no offers at all are said', { offers: [] }, '1.34 is not offered in this location (nothing is)'],
    ['nonsense is no target', { target: 'newest' }, '"newest" is not a Kubernetes version'],
    ['nonsense is no start', { from: '' }, '"" is not a Kubernetes version'],
    [
      'only what Azure offers is a hop',
      { offers: [anOffer('1.33', { '1.33.5': [] }), anOffer('1.34', { '1.34.1': [] })] },
      'Azure offers no upgrade path from 1.33.5 to 1.34.1 (from 1.33.5 it offers nothing)',
    ],
    [
      'a patch that has to come first is named',
      {
        offers: [
          anOffer('1.33', { '1.33.5': ['1.33.6'], '1.33.6': ['1.34.1'] }),
          anOffer('1.34', { '1.34.1': [] }),
        ],
      },
      '1.33.5 cannot be upgraded to 1.34.1 in one hop; set allowMultipleHops or upgrade to 1.33.6 first',
    ],
  ])('%s', (_rule, over, reason) => {
    expect(refusal(over)).toBe(reason);
  });

  it('goes round a patch from which nothing leads on', () => {
    const offers = [
      anOffer('1.32', { '1.32.9': ['1.33.5', '1.33.6'] }),
      anOffer('1.33', { '1.33.5': ['1.34.1'], '1.33.6': [] }),
      anOffer('1.34', { '1.34.1': [] }),
    ];
    const path = planPath(aQuestion({ from: '1.32.9', offers, allowMultipleHops: true }));
    expect(path).toEqual({ ok: true, hops: ['1.33.5', '1.34.1'], target: '1.34.1' });
  });

  it('pins a minor only where it is offered', () => {
    expect([
      pinTarget('1.34', usualOffers),
      pinTarget('1.40', usualOffers),
      pinTarget('1.34.0', usualOffers),
    ]).toEqual(['1.34.1', '1.40', '1.34.0']);
  });
});

const manyOffers = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 28, max: 36 }), fc.nat({ max: 4 })), {
    minLength: 1,
    selector: ([minor, patch]) => `${minor}.${patch}`,
  })
  .chain((versions) => {
    const names = versions.map(([minor, patch]) => `1.${minor}.${patch}`);
    const minors = [...new Set(versions.map(([minor]) => minor))];
    return fc
      .tuple(
        fc.array(fc.subarray(names), { minLength: names.length, maxLength: names.length }),
        fc.subarray(minors),
        fc.subarray(minors),
      )
      .map(([upgrades, previews, ltsOnly]): readonly OfferedMinor[] =>
        minors.map((minor) => ({
          minor: `1.${minor}`,
          isPreview: previews.includes(minor),
          supportPlans: ltsOnly.includes(minor)
            ? ['AKSLongTermSupport']
            : ['KubernetesOfficial', 'AKSLongTermSupport'],
          patches: Object.fromEntries(
            names.flatMap((name, index) =>
              name.startsWith(`1.${minor}.`) ? [[name, upgrades[index] ?? []]] : [],
            ),
          ),
        })),
      );
  });

describe('whatever Azure offers', () => {
  const aMinor = fc.integer({ min: 28, max: 36 });
  const questions = fc.record({
    offers: manyOffers,
    from: fc.tuple(aMinor, fc.nat({ max: 4 })).map(([minor, patch]) => `1.${minor}.${patch}`),
    target: fc
      .tuple(aMinor, fc.option(fc.nat({ max: 4 })))
      .map(([minor, patch]) => (patch === null ? `1.${minor}` : `1.${minor}.${patch}`)),
    supportPlan: fc.constantFrom('KubernetesOfficial' as const, 'AKSLongTermSupport' as const),
    allowMultipleHops: fc.boolean(),
  });

  it('every hop goes up, by one minor at most, to what is offered to this cluster and is no preview', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const path = planPath(question);
        if (!path.ok) return;
        let standing = question.from;
        for (const hop of path.hops) {
          expect(compareVersions(hop, standing)).toBeGreaterThan(0);
          expect(minorsBetween(standing, hop)).toBeLessThanOrEqual(1);
          const offer = question.offers.find(({ patches }) => hop in patches);
          expect(offer?.isPreview).toBe(false);
          expect(offer?.supportPlans).toContain(question.supportPlan);
          standing = hop;
        }
        expect(standing).toBe(path.target);
        if (!question.allowMultipleHops) expect(path.hops.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  it('what is answered is a way or a reason, and more consent never closes a way', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const careful = planPath({ ...question, allowMultipleHops: false });
        const bold = planPath({ ...question, allowMultipleHops: true });
        if (careful.ok) expect(bold).toEqual(careful);
        else expect(careful.reason).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('an arrived cluster stays: planning again from the target asks for nothing', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const path = planPath(question);
        if (path.ok) expect(planPath({ ...question, from: path.target })).toEqual({ ...path, hops: [] });
      }),
      { numRuns: 1000 },
    );
  });
});
