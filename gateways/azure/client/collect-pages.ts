import type { PagedAsyncIterableIterator } from '@azure/arm-containerservice';
import { pageLimit } from '#domain/page-limit.ts';

/** Every entry of a list of the AKS client. Throws as the client does, and a FailureError where the list has no end. */
export async function collectPages<Entry, Kept>(
  list: PagedAsyncIterableIterator<Entry>,
  name: string,
  pick: (entry: Entry) => Kept,
): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  const check = pageLimit(name);
  for await (const page of list.byPage()) {
    check(page.length, page.continuationToken ?? '');
    for (const entry of page) kept.push(pick(entry));
  }
  return kept;
}
