import { keyOf } from './object-store.ts';

interface Keyed {
  readonly metadata: { readonly namespace?: string | undefined; readonly name: string };
}

/** Objects of one kind by anything that can be read off them, kept up to date with every change. */
export class ObjectIndex<Kind extends Keyed> {
  private readonly groups = new Map<string, Map<string, Kind>>();
  private readonly groupsOf: (object: Kind) => readonly string[];

  constructor(groupsOf: (object: Kind) => readonly string[]) {
    this.groupsOf = groupsOf;
  }

  /** Takes in that an object came, changed or went. */
  note(before: Kind | undefined, after: Kind | undefined): void {
    const next = after === undefined ? [] : this.groupsOf(after);
    if (before !== undefined) {
      for (const group of this.groupsOf(before)) if (!next.includes(group)) this.leave(group, before);
    }
    if (after !== undefined) for (const group of next) this.enter(group, after);
  }

  private enter(name: string, object: Kind): void {
    const group = this.groups.get(name) ?? new Map<string, Kind>();
    this.groups.set(name, group);
    group.set(keyOf(object.metadata), object);
  }

  private leave(name: string, object: Kind): void {
    const group = this.groups.get(name);
    group?.delete(keyOf(object.metadata));
    if (group?.size === 0) this.groups.delete(name);
  }

  /** The objects of a group as they stand, in the order in which they came into it. */
  in(group: string): readonly Kind[] {
    return [...(this.groups.get(group)?.values() ?? [])];
  }

  count(group: string): number {
    return this.groups.get(group)?.size ?? 0;
  }

  names(): readonly string[] {
    return [...this.groups.keys()];
  }
}
