/**
 * The machine behind a node, as an ARM id, from its `spec.providerID`; null: it names none in the cluster's own node resource
 * group. Anyone who has taken over a node may write there, and must not have us restart what is not the cluster's.
 */
export function machineOfNode(
  providerId: string,
  cluster: { readonly subscriptionId: string; readonly nodeResourceGroup: string },
): string | null {
  const id = providerId.replace(/^azure:\/\//, '');
  const { subscription, group } = form.exec(id)?.groups ?? {};
  const isOwn =
    subscription?.toLowerCase() === cluster.subscriptionId.toLowerCase() &&
    group?.toLowerCase() === cluster.nodeResourceGroup.toLowerCase();
  return isOwn ? id : null;
}

/** An instance of a scale set, or (node pools of type VirtualMachines) a machine of its own. */
const form =
  /^\/subscriptions\/(?<subscription>[\w-]+)\/resourceGroups\/(?<group>[\w.()-]+)\/providers\/Microsoft\.Compute\/(?:virtualMachineScaleSets\/[\w.-]+\/)?virtualMachines\/[\w.-]+$/i;
