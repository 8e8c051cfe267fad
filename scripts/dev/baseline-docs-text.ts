export const INTRODUCTION = `# The security baseline

\`drydock audit --cluster NAME\` judges a cluster that runs, from what Azure and its API server say of it. \`--kubeconfig FILE\` does it
without Azure, whose word may come from files (\`--arm\`).

\`drydock audit --manifests PATH...\` judges manifests as if all of them were applied to one cluster: pods and the templates of
workloads, network policies, roles and bindings, namespaces. With \`--arm FILE\` (what \`az aks show -o json\` and
\`az aks nodepool list -o json\` print; it may be given twice) also what Azure says of one cluster and its pools.

\`\`\`
drydock audit --cluster aks-shop-weu --target 1.36
drydock audit --manifests manifests/ --target 1.36 -o sarif > audit.sarif
\`\`\`

- Every control is PASS, FAIL, WARN, UNKNOWN, WAIVED or NOT_APPLICABLE. What cannot be judged is UNKNOWN, never PASS. What files
  do not show (live nodes, metrics, Azure's role assignments) is NOT_APPLICABLE, and so is what only an upgrade can break, without
  \`--target\`.
- Exit 0: nothing fails. 6: a control fails or is unknown, or there was nothing to judge. 65: a manifest cannot be read, or has a value of a wrong type; the
  others are judged. 64: among others, a target below the version that runs. Beyond the newest known version hazards are UNKNOWN.
- A kind that is not known here (Argo's Rollout) is not judged; where it has a template of pods, stderr and a note of SB-POD-01 name it.
- Pods are judged by the Pod Security Standards as the API server does, up to NEWEST: \`pods\` in \`-o json\` has every pod with the
  verdict of both levels. A value of a wrong type is a problem, never "allowed".
- Namespaces of Kubernetes and AKS are not judged: kube-*, gatekeeper-system, azure-arc, azure-extensions-usage-system by name, others
  that AKS makes by name and its label. \`default\` is always there.
- Without \`--arm\` policies of manifests are judged as calico would (SB-NET-01 then does not apply); that of a cluster follows from the
  daemons that run; \`--network-policy-engine\` says otherwise.

Of a cluster that runs:

- What is refused leaves the controls that need it UNKNOWN, with the right that it takes ([permissions.md](permissions.md)): each control
  below names what it needs. Without one list of workloads the others are judged; without policies, roles or namespaces nothing is.
- Pods are judged through what owns them, and once more where they run otherwise than their template says: a webhook, an older revision
  or a debug container made them so. They stand under the name of their owner.
- The Pod Security Standards are those of the cluster's own version. \`--pods\` lists the verdict of every pod.
- Nothing is changed. Lists are read in pages; values of environment variables are not kept, and Secrets are not read. Fields of Azure's
  previews (podLinkLocalAccess, seccompDefault) show only where the stable API has them.

Deviations that are accepted stand in a file (\`--waivers FILE\`), with who answers for them, who has agreed and until when. A resource
may end in \`*\`; without one the control is waived everywhere. SB-LSM-03, SB-OS-05 and what is critical of SB-ENT-08 cannot be waived.

\`\`\`yaml
apiVersion: drydock.dev/v1
kind: Waivers
controls:
  - control: SB-NET-03
    resource: DaemonSet/monitoring/node-exporter
    reason: it reads the counters of its node
    owner: platform
    approver: security
    expires: 2026-12-31
\`\`\`
`;

export const NETWORK = `## How reach of 169.254.169.254 is decided

- Policies of an engine that is not in use have no effect; without an engine every pod reaches the address.
- Kubernetes: a pod that no policy isolates reaches it. One that is isolated does whatever any rule of any of its policies allows: a
  broad allow beside a correct block opens the way again.
- Cilium: what \`egressDeny\` holds is denied, whatever is allowed elsewhere; \`enableDefaultDeny.egress: false\` isolates no pod. Link-local
  addresses belong to the world.
- Calico: policies in their order, those of Kubernetes at 1000, those without one last; the first rule that holds decides. Tiers, Pass,
  staged policies and selectors beyond simple ones are unknown.
- Policies of policy.networking.k8s.io, names (toFQDNs) and rules of HTTP are unknown, too.
- Pods on the network of their node are SB-NET-03. A proxy, a mesh or an egress gateway that lends its way out is not seen; nor is an
  engine that does not do what its policies say.
`;

export const HARDEN = `## What enforces it

\`drydock harden --cluster NAME\` (or \`--kubeconfig FILE\`) proposes what enforces a control and tries it on the server (dry run). Only
\`--apply\` changes anything there: one namespace after the other, by server-side apply under the field manager \`drydock-harden\`, each read back. It ends
with the commands that take everything back.

- SB-NET-02: a policy in each user namespace. On azure and calico it allows everything but the address (IPv6 too, where the cluster has it); on
  cilium it denies the address without isolating anybody. Where a policy isolates egress already, allow-lists would add up and ours would
  widen it: refused, with the rule to narrow. Pods that seem to get their identity from the address are named.
- SB-POD-06: \`enforce: baseline\`, pinned to the present minor, where every present workload passes, by our evaluation and by the server's. A
  namespace with a level is a decision of its owner, and skipped.
- SB-OS-04, with \`--hold-kured 8h\` alone: kured's lock, held under the name \`drydock-harden\` until then, so that no node reboots beside an
  upgrade. It expires; run again, it is extended. A lock that a node holds stays: refused. Helm and GitOps may keep kured itself, for
  none of them keeps the lock. What a campaign of reboots does about kured stands in its file (\`reboot.kured\`).
- Settings of Azure's are shown as commands, each with what to know before. \`--apply-azure-settings\` sends those of the controls that
  \`--control\` names, asking first (but with \`--yes\`): one after the other, each as the cluster is with one property changed, held to its eTag,
  waited for, read back, and shown with the command that undoes it. These are SB-UPG-03, SB-OS-01, SB-NODE-03, SB-ENT-03, SB-ENT-02
  and, where its workspace is known, SB-DEF-01. The rest stays yours: Entra cannot be undone, SSH is a setting of pools that takes new nodes.
  What has to pass first is for a run before: SB-ENT-03, then SB-ENT-02. Refused while the cluster or a pool is not at rest, in a freeze, and while a
  campaign has the cluster; where Temporal does not answer, that is unknown, and nothing is sent. A template of yours that says
  otherwise (Bicep, Terraform) puts it back.
- Refused: what Flux, Argo CD, Helm or ARM keep (by labels, annotations and field managers), fields of other managers, objects of our name
  that we did not make, and everything where the cluster could not be read whole.
- Exit 0: all of it is, or would be, applied. 6: something was refused. 1: something was written and is not found so; nothing follows.
`;

export const CORRECTIONS = `## Where published practice needs correcting

- The published policy that blocks the metadata address has \`cidr: 10.10.0.0/0\`. It is read as 0.0.0.0/0; Kubernetes 1.36 refuses
  to create it, and on Cilium it forbids pods, DNS and nodes, since blocks never hold those. On Cilium deny the address for the
  whole cluster instead (\`egressDeny\` and \`enableDefaultDeny.egress: false\`).
- A policy in every namespace is not enough: allow-lists add up.
- Profiles of AppArmor and seccomp that were copied to a node by SSH are lost with the node; every image upgrade replaces nodes.
- The alpha annotations of seccomp have no effect since 1.27; the annotation of AppArmor may have none from 1.36 on.
- Nodes do not patch themselves every day: that depends on the node OS upgrade channel.
- The network policy engine can be changed later, and all pools are reimaged at once when it is.
`;
