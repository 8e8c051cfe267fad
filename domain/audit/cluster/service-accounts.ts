import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { objectReader, type UnreadableObject } from '../kubernetes/object-reader.ts';
import type { PodSpec } from '../pod-security/pod/pod.ts';

/** "shop/web" -> its automountServiceAccountToken; null: it is not set. */
export type ServiceAccounts = ReadonlyMap<string, boolean | null>;

interface ServiceAccount {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly automountServiceAccountToken?: boolean;
}

export function readServiceAccounts(objects: readonly KubernetesObject[]): {
  readonly serviceAccounts: ServiceAccounts;
  readonly unreadable: readonly UnreadableObject[];
} {
  const { read, unreadable } = objectReader();
  const accounts = objects
    .filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'ServiceAccount')
    .flatMap((each) => read<ServiceAccount>('ServiceAccount', each));
  const serviceAccounts = new Map(
    accounts.map(({ metadata = {}, automountServiceAccountToken = null }) => [
      `${metadata.namespace || 'default'}/${metadata.name ?? ''}`,
      automountServiceAccountToken,
    ]),
  );
  return { serviceAccounts, unreadable };
}

/** As the API server decides: by the name, by its older alias, else `default`. */
export function serviceAccountOf({ serviceAccountName, serviceAccount }: PodSpec): string {
  return serviceAccountName || serviceAccount || 'default';
}
