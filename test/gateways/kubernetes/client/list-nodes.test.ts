import { ApiException, type V1NodeList } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import type { ClusterClient } from '#gateways/kubernetes/client/cluster-client.ts';
import { listNodes } from '#gateways/kubernetes/client/list-nodes.ts';

type Page = V1NodeList | ApiException<unknown>;

const aPage = (name: string, next?: string): V1NodeList => ({
  items: [{ metadata: { name } }],
  metadata: { ...(next && { _continue: next }) },
});
const expired = new ApiException<unknown>(410, 'Gone', {}, {});

/** A cluster that answers with these pages, one after the other, and remembers what it was asked. */
function aCluster(pages: readonly Page[]) {
  const asked: (string | undefined)[] = [];
  const queue = [...pages];
  const core = {
    async listNode({ _continue }: { readonly _continue?: string }) {
      asked.push(_continue);
      const page = queue.shift();
      if (page === undefined || page instanceof ApiException) throw page ?? new Error('no page left');
      return page;
    },
  };
  return { asked, client: { core } as unknown as ClusterClient };
}

const names = async (client: ClusterClient) =>
  (await listNodes(client, null)).map((each) => each.metadata?.name);

describe('listNodes', () => {
  it('reads page after page', async () => {
    const { client, asked } = aCluster([aPage('a', '2'), aPage('b', '3'), aPage('c')]);
    expect(await names(client)).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual([undefined, '2', '3']);
  });

  it('begins again, once, when the list expired on the way', async () => {
    const { client } = aCluster([aPage('a', '2'), expired, aPage('a', '2'), aPage('b')]);
    expect(await names(client)).toEqual(['a', 'b']);
    await expect(names(aCluster([expired, expired]).client)).rejects.toBe(expired);
  });
});
