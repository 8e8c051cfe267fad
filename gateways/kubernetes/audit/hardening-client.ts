import { ApiException } from '@kubernetes/client-node';
import type { KubernetesObject } from '#domain/audit/kubernetes/api-objects.ts';
import type { ClusterClient } from '../client/cluster-client.ts';
import { asFailures } from '../client/kubernetes-failure.ts';
import { listItems } from '../client/list-items.ts';

/** What the server made of an object, or would make of it; `refused`: its fields are someone else's, or a right or a policy forbids it, in the server's words. */
type Applied =
  | { readonly object: KubernetesObject; readonly warnings: readonly string[] }
  | { readonly refused: string };

/** What hardening asks of one cluster. Whatever fails leaves as a FailureError. */
export interface HardeningClient {
  /** The object of this kind, namespace and name as it stands; null: it is not there. */
  read(object: KubernetesObject): Promise<KubernetesObject | null>;
  /** Whole pods of a namespace. */
  pods(namespace: string): Promise<readonly KubernetesObject[]>;
  /** Server-side apply under our own name; never takes fields from others. Tried only, `isTrial` changes nothing. */
  apply(object: KubernetesObject, isTrial: boolean): Promise<Applied>;
}

/** The field manager of everything that hardening writes. */
export const fieldManager = 'drydock-harden';

const refusals: readonly number[] = [400, 403, 404, 409, 422];

const plurals: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  NetworkPolicy: 'networkpolicies',
  CiliumNetworkPolicy: 'ciliumnetworkpolicies',
  DaemonSet: 'daemonsets',
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
};

/** Everything asked through it ends with the signal. */
export function openHardeningClient(client: ClusterClient, signal: AbortSignal): HardeningClient {
  const own = client.forWork({ signal, onRequest: () => undefined });
  const ask = <T>(call: () => Promise<T>): Promise<T> => asFailures(call, signal);
  return {
    read: (object) => ask(() => read(own, object)),
    pods: (namespace) =>
      ask(() =>
        listItems(
          own,
          `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`,
          (pod: KubernetesObject) => pod,
          { items: { kind: 'Pod', shape: 'any' } },
        ),
      ),
    apply: (object, isTrial) => ask(() => apply(own, object, isTrial)),
  };
}

async function read(client: ClusterClient, object: KubernetesObject): Promise<KubernetesObject | null> {
  const { status, headers, text } = await client.get(pathOf(object));
  if (status === 404) return null;
  if (status !== 200) throw new ApiException(status, 'not an object', text, { ...headers });
  return JSON.parse(text) as KubernetesObject;
}

async function apply(client: ClusterClient, object: KubernetesObject, isTrial: boolean): Promise<Applied> {
  const query = `fieldManager=${fieldManager}&fieldValidation=Strict${isTrial ? '&dryRun=All' : ''}`;
  const { status, headers, text } = await client.patch(
    `${pathOf(object)}?${query}`,
    object,
    'application/apply-patch+yaml',
  );
  if (refusals.includes(status)) return { refused: messageOf(text) };
  if (status !== 200 && status !== 201) throw new ApiException(status, 'not applied', text, { ...headers });
  return { object: JSON.parse(text) as KubernetesObject, warnings: warningsIn(headers.warning ?? '') };
}

function pathOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const { name = '', namespace } = metadata as { readonly name?: string; readonly namespace?: string };
  const plural = plurals[String(kind)];
  if (plural === undefined) throw new TypeError(`no path for kind ${String(kind)}`);
  const root = String(apiVersion).includes('/') ? 'apis' : 'api';
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `/${root}/${String(apiVersion)}${place}/${plural}/${encodeURIComponent(name)}`;
}

/** `299 - "existing pods in namespace ..."`, one or more (RFC 9111, 5.5). */
function warningsIn(header: string): readonly string[] {
  return [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replaceAll(/\\(.)/g, '$1'),
  );
}

function messageOf(text: string): string {
  try {
    const { message }: { readonly message?: unknown } = JSON.parse(text) as object;
    return typeof message === 'string' ? message : text;
  } catch {
    return text;
  }
}
