import { nearestName } from '../text/nearest-name.ts';
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

/**
 * "; did you mean GROUP/NAME?": the cluster that was probably meant, by its shortest unique name; else up to three whose names
 * contain what was typed; or `otherwise`.
 */
export function suggestCluster(typed: string, clusters: readonly NamedResource[], otherwise = ''): string {
  const forms = clusters.flatMap(({ resourceId }) =>
    formsOf(resourceId).map((form) => [form, resourceId] as const),
  );
  const near = nearestName(
    typed,
    forms.map(([form]) => form),
  );
  const meant = forms.filter(([form]) => form === near).slice(0, 1);
  const part = typed.toLowerCase();
  const containing = clusters
    .map(({ resourceId }) => [parseResourceId(resourceId).name, resourceId] as const)
    .filter(([name]) => part.length >= 3 && name.toLowerCase().includes(part));
  const choices = meant.length === 0 ? containing : meant;
  if (choices.length === 0 || choices.length > 3) return otherwise;
  const names = uniqueNames(clusters);
  return `; did you mean ${choices.map(([, id]) => names.get(resourceKey(id))).join(' or ')}?`;
}

/** From the shortest. */
function formsOf(resourceId: string): readonly string[] {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return [name, `${resourceGroup}/${name}`, `${subscriptionId}/${resourceGroup}/${name}`];
}
