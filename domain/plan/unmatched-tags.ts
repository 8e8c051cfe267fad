import type { Stage } from '../campaign/campaign.ts';
import type { Cluster } from '../fleet/fleet.ts';
import { nameFirst } from '../text/name-first.ts';
import { hasTag } from './selection.ts';

const mostNamed = 8;
const longestValue = 60;

/**
 * For each tag that a stage asks for and no cluster of the fleet has: the values that its clusters have, or, where none
 * has a tag of that name, the names that exist. Clauses without a full stop, each at most once.
 */
export function unmatchedTags({ clusters: selectors }: Stage, fleet: readonly Cluster[]): readonly string[] {
  const asked = selectors.flatMap((selector) =>
    'resourceId' in selector ? [] : Object.entries(selector.tags),
  );
  const unmatched = asked.filter(([name, pattern]) => !fleet.some((each) => hasTag(each, name, pattern)));
  return [...new Set(unmatched.map(([name, pattern]) => describeUnmatched(name, pattern, fleet)))];
}

function describeUnmatched(name: string, pattern: string, fleet: readonly Cluster[]): string {
  const tags = fleet.flatMap(({ tags }) => Object.entries(tags));
  const values = tags.filter(([tag]) => tag.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  if (values.length > 0)
    return `no cluster has the tag ${name}: ${cut(pattern)}; its values are ${named(values)}`;
  const names = tags.map(([tag]) => tag);
  return `no cluster has a tag ${name}${names.length === 0 ? '' : `; tags are ${named(names)}`}`;
}

function named(texts: readonly string[]): string {
  const distinct = [...new Set(texts)].toSorted();
  return nameFirst(distinct.map(cut), mostNamed);
}

/** Quoted, for the values are a stranger's text. */
function cut(text: string): string {
  return JSON.stringify(text.length > longestValue ? `${text.slice(0, longestValue)}...` : text);
}
