import { describe, expect, it } from 'vitest';
import { pageLimit } from '#domain/page-limit.ts';
import { collectPages } from '#gateways/azure/client/collect-pages.ts';

describe('the pages of a list', () => {
  it('are as many as a big cluster has', () => {
    const check = pageLimit('/pods');
    for (let page = 1; page <= 999; page += 1) check(500, `${page}`);
    expect(() => check(500, '')).not.toThrow();
    expect(() => check(1, '')).toThrow(
      'The list /pods was not read to its end: it has more than 500000 entries.',
    );
  });

  it('of the AKS client are refused where Azure repeats a nextLink', async () => {
    async function* pages() {
      for (;;) yield Object.assign(['aks-a'], { continuationToken: 'https://management.azure.com/again' });
    }
    const list = { byPage: pages } as unknown as Parameters<typeof collectPages<string, string>>[0];
    await expect(collectPages(list, 'of the clusters', (name) => name)).rejects.toThrow(
      'The list of the clusters was not read to its end: the server repeats a page.',
    );
  });
});
