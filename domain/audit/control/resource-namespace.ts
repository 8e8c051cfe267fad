/** The namespace of "Deployment/shop/web" and of "Namespace/shop"; null: it is of the cluster. */
export function namespaceOf(resource: string): string | null {
  const [kind, first, name] = resource.split('/');
  return name === undefined && kind !== 'Namespace' ? null : (first ?? null);
}
