import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { objectReader, type UnreadableObject } from '../kubernetes/object-reader.ts';
import { textOf } from '../kubernetes/read-shape.ts';

/** An Ingress or a Gateway. */
export interface Entrance {
  /** "Ingress/shop/web" */
  readonly resource: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** What HTTP comes in for; host "" is every host. */
  readonly plain: readonly { readonly host: string; readonly path: string }[];
  /** Hosts with TLS. */
  readonly secured: readonly string[];
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Ingress {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly rules?: readonly { readonly host?: string }[];
    readonly tls?: readonly { readonly hosts?: readonly string[] }[];
  };
}

interface Gateway {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly listeners?: readonly { readonly protocol?: string; readonly hostname?: string }[];
  };
}

/** Ingresses of every API version, and gateways of the Gateway API. */
export function readEntrances(objects: readonly KubernetesObject[]): {
  readonly entrances: readonly Entrance[];
  readonly unreadable: readonly UnreadableObject[];
} {
  const { read, unreadable } = objectReader();
  const of = (kind: string, ...groups: readonly string[]) =>
    objects.filter((each) => each.kind === kind && groups.includes(groupOf(each)));
  const ingresses = of('Ingress', 'networking.k8s.io', 'extensions').flatMap((each) =>
    read<Ingress>('Ingress', each).map(({ metadata = {}, spec: { rules = [], tls = [] } = {} }) => ({
      ...named('Ingress', metadata),
      // Without rules its default backend gets everything.
      plain: (rules.length === 0 ? [{}] : rules).map(({ host = '' }: { readonly host?: string }, at) => ({
        host,
        path: rules.length === 0 ? 'spec' : `spec.rules[${at}]`,
      })),
      secured: tls.flatMap(({ hosts = [] }) => (hosts.length === 0 ? [''] : hosts)),
    })),
  );
  const gateways = of('Gateway', 'gateway.networking.k8s.io').flatMap((each) =>
    read<Gateway>('Gateway', each).map(({ metadata = {}, spec: { listeners = [] } = {} }) => ({
      ...named('Gateway', metadata),
      plain: listeners.flatMap(({ protocol, hostname = '' }, at) =>
        protocol === 'HTTP' ? [{ host: hostname, path: `spec.listeners[${at}]` }] : [],
      ),
      secured: listeners.flatMap(({ protocol, hostname = '' }) =>
        protocol === 'HTTPS' || protocol === 'TLS' ? [hostname] : [],
      ),
    })),
  );
  return { entrances: [...ingresses, ...gateways], unreadable };
}

/** Whether a host has TLS; a wildcard stands for one label, and "" for every host. */
export function isSecured(host: string, { secured }: Pick<Entrance, 'secured'>): boolean {
  if (host === '') return secured.length > 0;
  const parent = host.replace(/^[^.]*\./, '*.');
  return secured.some((each) => each === '' || each === host || each === parent);
}

function named(kind: string, { name = '', namespace = 'default', labels = {}, annotations = {} }: Metadata) {
  const home = namespace || 'default';
  return { resource: `${kind}/${home}/${name}`, namespace: home, labels, annotations };
}

function groupOf({ apiVersion }: KubernetesObject): string {
  return textOf(apiVersion).split('/')[0] ?? '';
}
