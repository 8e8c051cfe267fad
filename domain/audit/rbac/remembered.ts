/** The function, asked once of each thing. */
export function remembered<T, R>(compute: (thing: T) => R): (thing: T) => R {
  const known = new Map<T, R>();
  return (thing) => {
    const found = known.has(thing) ? known.get(thing)! : compute(thing);
    known.set(thing, found);
    return found;
  };
}
