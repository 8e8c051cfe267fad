// Lists of Kubernetes' API that merge by a key; every other list is replaced (taints and tolerations among them).
const MERGE_KEYS: Readonly<Record<string, string>> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  podIPs: 'ip',
  ports: 'containerPort',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
};

/** The field that identifies the elements of a list; undefined where the list is one value. */
export function mergeKeyOf(list: string): string | undefined {
  return MERGE_KEYS[list];
}

/** Whether a list of plain values is a set. */
export function isSet(list: string): boolean {
  return list === 'finalizers';
}
