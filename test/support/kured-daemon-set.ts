interface KuredParts {
  readonly name?: string;
  readonly args?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export const kuredLock = 'weave.works/kured-node-lock';

/** The daemon set of a kured in `kube-system`, whose pods run on every node. */
export function kuredDaemonSet({ name = 'kured', args = [], annotations = {} }: KuredParts = {}) {
  const labels = { name };
  const containers = [
    { name: 'kured', image: 'ghcr.io/kubereboot/kured:1.23.0', command: ['/usr/bin/kured'], args: [...args] },
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'kube-system', annotations },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}
