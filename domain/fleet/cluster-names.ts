import { parseResourceId, resourceKey } from './ids.ts';

interface NamedResource {
  readonly resourceId: string;
}

/**
 * The shortest name of each cluster that no other of them has, by `resourceKey`: "NAME", "GROUP/NAME" or
 * "SUBSCRIPTION/GROUP/NAME". AKS names are unique within a resource group only, and like all ARM names do not differ by case.
 */
export function uniqueNames(clusters: readonly NamedResource[]): ReadonlyMap<string, string> {
  const ids = new Map(clusters.map(({ resourceId }) => [resourceKey(resourceId), formsOf(resourceId)]));
  const forms = [...ids.values()].flat().map((form) => form.toLowerCase());
  const uses = Map.groupBy(forms, (form) => form);
  const isUnique = (form: string) => uses.get(form.toLowerCase())?.length === 1;
  return new Map([...ids].map(([key, own]) => [key, own.find(isUnique) ?? own.at(-1)!]));
}

/** Those that any form of `name` fits: none, one, or several where it is ambiguous. */
export function clustersNamed<C extends NamedResource>(clusters: readonly C[], name: string): readonly C[] {
  return clusters.filter(({ resourceId }) =>
    formsOf(resourceId).some((form) => form.toLowerCase() === name.toLowerCase()),
  );
}

/** From the shortest. */
function formsOf(resourceId: string): readonly string[] {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return [name, `${resourceGroup}/${name}`, `${subscriptionId}/${resourceGroup}/${name}`];
}
