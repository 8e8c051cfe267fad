/** A node as it speaks of itself through the Kubernetes API. */
export interface KubernetesNode {
  readonly name: string;
  /** Label kubernetes.azure.com/agentpool. */
  readonly pool: string;
  /** "v1.34.1": kubelets write a v. */
  readonly kubeletVersion: string;
  /** Label kubernetes.azure.com/node-image-version. */
  readonly nodeImageVersion: string | null;
  readonly ready: boolean;
  /** Cordoned. */
  readonly unschedulable: boolean;
  /** Label kubernetes.azure.com/upgrade-status=Quarantined: its drain was given up, it keeps the old version. */
  readonly quarantined: boolean;
  /** Label topology.kubernetes.io/zone: "westeurope-1", "0" for a machine in none; absent: it does not say. */
  readonly zone?: string;
}
