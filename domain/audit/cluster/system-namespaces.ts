/** No one but Kubernetes, AKS and Azure Policy makes these. */
export const systemNamespaces: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'gatekeeper-system',
  'azure-arc',
  'azure-extensions-usage-system',
];

/** Anybody can make one of these names: AKS' label has to say that it is AKS' own. */
export const labelledSystemNamespaces: readonly string[] = [
  'calico-system',
  'tigera-operator',
  'app-routing-system',
  'aks-istio-system',
  'aks-istio-ingress',
  'aks-istio-egress',
  'aks-command',
  'aks-system',
  'acstor',
  'dataprotection-microsoft',
];

/** Whether a namespace belongs to Kubernetes or AKS, so that the operator of the cluster cannot change what runs in it. */
export function isSystemNamespace(name: string, labels: Readonly<Record<string, string>>): boolean {
  if (systemNamespaces.includes(name)) return true;
  return labelledSystemNamespaces.includes(name) && isOfAks(labels);
}

function isOfAks(labels: Readonly<Record<string, string>>): boolean {
  return labels['kubernetes.azure.com/managedby'] === 'aks' || 'control-plane' in labels;
}
