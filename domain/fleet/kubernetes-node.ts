/** A node as the Kubernetes API shows it. */
export interface KubernetesNode {
  readonly name: string;
  /** Label kubernetes.azure.com/agentpool. */
  readonly pool: string;
  /** "v1.34.1" */
  readonly kubeletVersion: string;
  /** Label kubernetes.azure.com/node-image-version. */
  readonly nodeImageVersion: string | null;
  readonly ready: boolean;
  /** Cordoned. */
  readonly unschedulable: boolean;
  /** Label kubernetes.azure.com/upgrade-status=Quarantined: its drain failed and it keeps the old version. */
  readonly quarantined: boolean;
  /** Label topology.kubernetes.io/zone: "westeurope-1", "0": none; absent: no label. */
  readonly zone?: string;
}
