import { nameFirst } from '../../text/name-first.ts';

const ofPool = /^node pool ([a-z0-9]+)(:? .+)$/;

/** What is said alike of several pools of a cluster is said once, at the first: "each of 3 node pools (np1, np2, np3) is a Spot pool". */
export function sayOnceOfPools(texts: readonly string[]): readonly string[] {
  const alike = Map.groupBy(texts, (text) => ofPool.exec(text)?.[2] ?? text);
  return [...alike].flatMap(([rest, said]) => {
    const names = [...new Set(said)].map((text) => ofPool.exec(text)?.[1] ?? '');
    return names.length < 2
      ? said.slice(0, 1)
      : [`each of ${names.length} node pools (${nameFirst(names)})${rest}`];
  });
}
