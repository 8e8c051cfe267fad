import fc from 'fast-check';

const wrong = [null, 'true', 'x', '', 0, 1.5, true, [], {}, [null], ['x'], { a: 1 }] as const;

/** The same objects with one of their values, anywhere, replaced by one that may be of a wrong type. */
export function misspelled<T extends object>(objects: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc
    .tuple(objects, fc.nat(), fc.constantFrom(...wrong))
    .map(([object, at, value]) => replaceNth(object, at % countLeaves(object), value));
}

/** Every value below the object but `apiVersion` and `kind`. */
function countLeaves(value: unknown): number {
  return childrenOf(value).reduce((sum, [, child]) => sum + 1 + countLeaves(child), 0);
}

function childrenOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).filter(([key]) => key !== 'apiVersion' && key !== 'kind');
}

function replaceNth<T>(object: T, at: number, by: unknown): T {
  const copy = structuredClone(object);
  let left = at;
  const visit = (parent: object): boolean => {
    for (const [key, child] of childrenOf(parent)) {
      if (left === 0) {
        Object.assign(parent, { [key]: by });
        return true;
      }
      left -= 1;
      if (typeof child === 'object' && child !== null && visit(child)) return true;
    }
    return false;
  };
  visit(copy as object);
  return copy;
}
