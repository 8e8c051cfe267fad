import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { NodePool } from '#domain/fleet/fleet.ts';
import { planCluster } from '#domain/plan/plan-cluster.ts';
import { checkNodes } from '#domain/preflight/cluster/check-nodes.ts';
import { describeFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { aCampaign } from '../../builders/a-campaign.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';
import { aNode } from '../../builders/a-preflight-reading.ts';

const images: Campaign = {
  ...aCampaign(),
  upgrade: { type: 'NodeImageOnly', nodeImageSelection: 'Latest' },
};
const { nodeImageVersion: old, latestNodeImageVersion } = aPool();
const newest = latestNodeImageVersion!;

/** What is said of a pool whose nodes have these images. */
function told(pool: Partial<NodePool>, ...nodes: readonly (string | null)[]): readonly string[] {
  const { steps } = planCluster(aCluster({ pools: [aPool(pool)] }), images, [], []).plan;
  const seen = nodes.map((nodeImageVersion, index) => aNode({ name: `n${index}`, nodeImageVersion }));
  return checkNodes(steps, seen).map((found) =>
    describeFinding({ ...found, cluster: 'aks-one-weu', level: 'warning' }),
  );
}

describe('a pool of mixed images', () => {
  it('is named before it is upgraded, which fixes it', () => {
    expect(told({}, old, newest, null)).toEqual([
      expect.stringMatching(
        /1 of 3 nodes run another image than Azure reports for the pool.*Azure reports 202509\.23\.0, the nodes report 202510\.19\.0.*the upgrade fixes it: all nodes get the newest/,
      ),
    ]);
  });

  it('is named where Azure says that it has the newest, for nothing is sent then', () => {
    expect(told({ nodeImageVersion: newest }, newest, old, old)).toEqual([
      expect.stringMatching(/2 of 3 nodes run another image.*\(n1, n2\); no upgrade is sent/),
    ]);
  });

  it('is none where nodes differ by their security patches alone', () => {
    expect(told({}, old, `${old}-2025.11.03`)).toEqual([]);
  });
});
