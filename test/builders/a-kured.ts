/** Of the daemon set: who holds kured's lock. */
export const lock = 'weave.works/kured-node-lock';

interface KuredParts {
  readonly name?: string;
  readonly args?: readonly string[];
  /** The node that holds its lock, without an end; absent: none does. */
  readonly heldBy?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** kured's daemon set, whose pods run on every node. */
export function aKured({ name = 'kured', args = [], heldBy, annotations = {} }: KuredParts = {}) {
  const value = { nodeID: heldBy, metadata: {}, created: '2026-11-20T08:00:00Z', TTL: 0 };
  const held: Readonly<Record<string, string>> =
    heldBy === undefined ? {} : { [lock]: JSON.stringify(value) };
  const labels = { name };
  const containers = [
    { name: 'kured', image: 'ghcr.io/kubereboot/kured:1.23.0', command: ['/usr/bin/kured'], args: [...args] },
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'kube-system', annotations: { ...annotations, ...held } },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}
