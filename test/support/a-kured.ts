/** Of the daemon set: who holds kured's lock. */
export const lock = 'weave.works/kured-node-lock';

/** kured's daemon set; `nodeID`: the node that holds its lock, absent: none does. */
export function aKured(nodeID?: string) {
  const value = { nodeID, metadata: {}, created: '2026-11-20T08:00:00Z', TTL: 0 };
  const annotations = nodeID === undefined ? {} : { [lock]: JSON.stringify(value) };
  const labels = { name: 'kured' };
  const containers = [
    { name: 'kured', image: 'ghcr.io/kubereboot/kured:1.23.0', command: ['/usr/bin/kured'] },
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kured', namespace: 'kube-system', annotations },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}
