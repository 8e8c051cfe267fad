import { failure } from './failure.ts';
import { FailureError } from './failure-error.ts';

/** More than a cluster of 5,000 nodes has of anything (150,000 pods), or a subscription of Azure. */
const mostItems = 500_000;
const mostPages = 10_000;

/**
 * Checks each page of one list, in their order: `next` is its continue token or nextLink, empty at the end. A server that
 * repeats itself would be read for ever. Throws a FailureError that names the list.
 */
export function pageLimit(list: string): (count: number, next: string) => void {
  const seen = new Set<string>();
  let items = 0;
  const refuse = (why: string): never => {
    throw new FailureError(failure('unclassified', `The list ${list} was not read to its end: ${why}.`));
  };
  return (count, next) => {
    items += count;
    if (items > mostItems) refuse(`it has more than ${mostItems} entries`);
    if (next === '') return;
    if (seen.has(next)) refuse('the server repeats a page');
    seen.add(next);
    if (seen.size > mostPages) refuse(`it has more than ${mostPages} pages`);
  };
}
