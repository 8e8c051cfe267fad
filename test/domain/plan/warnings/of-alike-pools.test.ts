import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { sayOnceOfPools } from '#domain/plan/warnings/of-alike-pools.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aCluster, aPool } from '../../../builders/a-cluster.ts';
import { aFleet } from '../../../builders/a-fleet.ts';

it.each([
  ['of none', [], []],
  ['of one', ['node pool np1 is a Spot pool: slow'], ['node pool np1 is a Spot pool: slow']],
  [
    'of several, in the place of the first',
    ['node pool np1 is slow', 'its API server is private', 'node pool np2 is slow', 'node pool np3: broken'],
    ['each of 2 node pools (np1, np2) is slow', 'its API server is private', 'node pool np3: broken'],
  ],
  [
    'of many with their count',
    ['a', 'b', 'c', 'd', 'e'].map((name) => `node pool ${name}: broken`),
    ['each of 5 node pools (a, b, c and 2 more): broken'],
  ],
])('what is alike is said once: %s', (_, texts, said) => {
  expect(sayOnceOfPools(texts)).toEqual(said);
});

it('nothing that is said of a pool stands twice, and nothing is lost', () => {
  const text = fc
    .tuple(fc.constantFrom('np1', 'np2', 'np3'), fc.constantFrom(' is slow', ': broken', ' is a Spot pool'))
    .map(([name, rest]) => `node pool ${name}${rest}`);
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      const said = sayOnceOfPools(texts);
      for (const rest of [' is slow', ': broken', ' is a Spot pool'])
        expect(said.filter((each) => each.endsWith(rest))).toHaveLength(
          texts.some((each) => each.endsWith(rest)) ? 1 : 0,
        );
    }),
  );
});

it('a cluster of many alike pools has one line for each kind of warning', () => {
  const pools = ['system', 'np1', 'np2', 'np3'].map((name) =>
    aPool({
      name,
      scaleSetPriority: name === 'system' ? 'Regular' : 'Spot',
      autoscaling: { min: 1, max: 9 },
    }),
  );
  const fleet = aFleet([aCluster({ pools })]);
  const plan = planCampaign({ campaign: aCampaign(), specDigest: 'x', fleet, now: 0 });
  expect(plan.stages[0]?.clusters[0]?.warnings).toEqual([
    expect.stringMatching(/^each of 4 node pools \(system, np1, np2 and 1 more\) is autoscaled/),
    expect.stringMatching(/^each of 3 node pools \(np1, np2, np3\) is a Spot pool/),
  ]);
});
