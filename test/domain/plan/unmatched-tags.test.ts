import { describe, expect, it } from 'vitest';
import { unmatchedTags } from '#domain/plan/unmatched-tags.ts';
import { aStage } from '../../builders/a-campaign.ts';
import { aCluster } from '../../builders/a-cluster.ts';

const selector = (tags: Record<string, string>) => ({
  subscriptions: ['*'],
  resourceGroups: [],
  locations: [],
  tags,
});
const fleet = [{ ring: 'test', env: 'a' }, { Ring: 'production' }, {}].map((tags, at) =>
  aCluster({ name: `c${at}`, tags: tags as Record<string, string> }),
);

describe('A tag that no cluster has', () => {
  it.each([
    [
      'is named with the values that exist',
      [{ ring: 'tset' }],
      ['no cluster has the tag ring: "tset"; its values are "production", "test"'],
    ],
    [
      'is named with the names that exist',
      [{ rnig: 'test' }],
      ['no cluster has a tag rnig; tags are "Ring", "env", "ring"'],
    ],
    ['is none where a pattern meets one', [{ ring: 't*' }], []],
    ['is none by a name in another case', [{ RING: 'production' }], []],
    ['is none where only both together meet none', [{ ring: 'production', env: 'a' }], []],
    [
      'is said once for two selectors',
      [{ ring: 'x' }, { ring: 'x' }],
      ['no cluster has the tag ring: "x"; its values are "production", "test"'],
    ],
    [
      'is found in the second selector too',
      [{ ring: 'test' }, { env: 'b' }],
      ['no cluster has the tag env: "b"; its values are "a"'],
    ],
  ])('%s', (_what, selectors, expected) => {
    expect(
      unmatchedTags(
        aStage({ clusters: selectors.map((each) => selector(each as Record<string, string>)) }),
        fleet,
      ),
    ).toEqual(expected);
  });

  it('is said of a fleet without tags', () => {
    expect(unmatchedTags(aStage({ clusters: [selector({ ring: 'test' })] }), [aCluster()])).toEqual([
      'no cluster has a tag ring',
    ]);
  });

  it('lists few values, each short and quoted', () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      aCluster({ name: `c${at}`, tags: { ring: `${'\u001b'.repeat(250)}${at}` } }),
    );
    const [text = ''] = unmatchedTags(aStage({ clusters: [selector({ ring: 'test' })] }), many);
    expect(text).toContain(' and 292 more');
    expect(text).not.toContain('\u001b');
    expect(text.length).toBeLessThan(4000);
  });
});
