export const INTRODUCTION = `# Security controls

Here is every control of \`drydock audit\`: its rule, its source and how to pass it; and what \`drydock harden\` changes.

\`drydock audit --cluster NAME\` judges a running cluster by what Azure and its API server report. \`--kubeconfig FILE\` does so
without Azure; Azure's part may come from files (\`--arm\`).

\`drydock audit --manifests PATH...\` judges manifests as if all of them were applied to one cluster: pods and the templates of
workloads, network policies, services and service accounts, ingresses and gateways, roles and bindings, namespaces. \`--arm FILE\` (the output of \`az aks show -o json\` and
\`az aks nodepool list -o json\`; may be given twice) adds Azure's settings of one cluster and its pools.

\`\`\`
drydock audit --cluster aks-shop-weu --target 1.36
drydock audit --fleet -f campaign.yaml --profile essential
drydock audit --manifests manifests/ --target 1.36 -o sarif > audit.sarif
\`\`\`

- Every control is PASS, FAIL, WARN, UNKNOWN, WAIVED or NOT_APPLICABLE. What cannot be judged is UNKNOWN, never PASS. What files
  do not show (live nodes, metrics, Azure's role assignments) is NOT_APPLICABLE; without \`--target\` so is what
  depends on the target version alone.
- Exit 0: nothing fails. 6: a control fails or is unknown, or there was nothing to judge. 65: a manifest cannot be read, or has a value of
  a wrong type; the others are judged. 64: among others, a target below the running version. Above the newest known version hazards
  are UNKNOWN.
- Charts and kustomizations are rendered, files without apiVersion and kind are counted (\`input\` in \`-o json\`); \`--values\`, \`--strict\`,
  \`--exclude\`, \`.gitignore\` and \`.drydockignore\` are those of [scan](removed-apis.md#manifests).
- Judged by their pod templates are the workloads of Kubernetes, and of Argo Rollouts, Knative Serving, OpenKruise, Strimzi (StrimziPodSet),
  KEDA (ScaledJob), LeaderWorkerSet and OpenShift. Another kind that has a template is not judged: stderr and a note of SB-POD-01 name it.
- Pods are judged by the Pod Security Standards as the API server does, up to NEWEST: \`pods\` in \`-o json\` has every pod with the
  verdict of both levels. A value of a wrong type is a problem, never "allowed".
- Namespaces of Kubernetes and AKS are not judged: kube-*, gatekeeper-system, azure-arc, azure-extensions-usage-system by name, others
  that AKS creates by name and AKS's label. Of manifests, the namespaces
  that they define or run pods in are judged: a ConfigMap alone passes.
- The network policy engine of a cluster is recognized by its daemons, in manifests too; without them and \`--arm\` manifests are judged as
  for calico (SB-NET-01 then does not apply). \`--network-policy-engine\` overrides both.

For a running cluster:

- Where a read is refused, the controls that need it are UNKNOWN, with the missing permission ([permissions.md](permissions.md)): each control
  below names what it needs. If one list of workloads is missing the others are judged; without policies, roles or namespaces nothing is.
- A single object that is not what the API says is UNKNOWN, with its name and the path of the value; the others are judged. After a policy
  or a namespace that is, only other namespaces are judged; after a global policy none.
- The namespace default is judged once pods live in it.
- Pods are judged by their owner, and separately where they differ from its template, because of a webhook, an older revision or
  a debug container. They are listed under the name of their owner.
- The Pod Security Standards are those of the cluster's own version. \`--pods\` lists the verdict of every pod.
- Nothing is changed. Lists are read in pages; values of environment variables are not kept, and Secrets are not read. Azure's preview
  fields (podLinkLocalAccess, seccompDefault) are judged only where the stable API returns them.

\`drydock audit --fleet\` judges every cluster that Azure shows, or with \`-f FILE\` those that a campaign or nightly file selects, three at a
time: first the clusters, those with the same results as one group, then the controls that deviate, by groups. \`-o json\` counts findings by
cluster and control and lists none of them, \`-o html\` has a column for each cluster. A cluster that cannot be read stops no other; its row says why, and
the result is INCOMPLETE with exit code 6, whatever \`--fail-on\` says. \`--namespace\` skips clusters without it and refuses one that no cluster has;
\`--baseline\`, \`--pods\` and \`-o sarif\` are for one cluster. Azure's limits set the time: of each subscription about one cluster in five seconds ([measurements.md](measurements.md)).

What is judged: \`--profile essential\` takes what hands over a node or the cluster, or leaves it without support; \`recommended\` (the
default, and what campaigns judge) adds good practice; \`strict\` adds what costs work in every workload. Without \`--profile\`, a
control that \`--control\` or \`--benchmark\` names is judged whatever its profile. \`--benchmark cis-aks\` judges what the CIS benchmark
asks for and shows each of its items ([benchmarks.md](benchmarks.md): CIS, NSA/CISA, MITRE, with what is not judged).

What counts: \`--control ID...\`, \`--area NAME...\`, \`--namespace NAME...\` (what is in no namespace does not count then; what could not
be read does) and \`--severity LEAST\`. \`--fail-on high\` ends with 6 only where something at least that severe fails or is unknown. A namespace that
the cluster does not have is refused (64); of manifests, one that holds nothing makes the verdict UNKNOWN.

A baseline lets a gate start where there are findings: \`--write-baseline FILE\` saves all present failures and warnings, \`--baseline FILE\`
judges only what is not in it, or has become worse since (a higher severity), and names what is gone (\`baseline\` in JSON). It has an entry for
each violation, with a \`fingerprint\` of control, resource, container or subject, and the fact that violates the control (\`facts\` in JSON):
\`SB-POD-04|Deployment/shop/web|main|add=SYS_PTRACE\`. So a capability, a host path or a right in the place of another one is new, and the other one is gone,
while new words, another order, other lines and renamed files change nothing. Where an object can violate a control in one way alone, there is no fact.
SARIF has the same fingerprints (\`partialFingerprints\`, those of one result joined by commas). What is unknown is never in a baseline: a waiver can accept it.

A file of waivers (\`--waivers FILE\`) lists accepted deviations by \`control\`, \`resource\`, \`namespace\` (\`*\` and \`?\` stand for any
characters and for one) and \`severity\` (the most severe that it covers). What is not named is every one. An object
of a kind that other groups have, too, is named with its group, as kubectl does: \`Service.serving.knative.dev/shop/web\` beside
\`Service/shop/web\`; versions of one object (extensions and apps) have one name. Owner and approver differ; a waiver ends
at most 366 days from now. SB-LSM-03, SB-OS-05 and critical findings of SB-ENT-08 cannot be waived; UNKNOWN only where the waiver
names the resource (\`Cluster\` for a part that could not be read). Every format names the waivers without effect and why (\`voidWaivers\` in JSON).

An object may waive itself where \`inObject\` of that file allows it, by a comment in its document or the annotation
\`drydock.dev/waive\` (a line each): \`# drydock.dev/waive: SB-POD-02, until 2026-12-31, it needs ping\`. Elsewhere such a waiver has no effect and is named.

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
  - control: SB-WL-*
    namespace: sandbox-*
    severity: low
    reason: nothing there serves users
    owner: platform
    approver: security
    expires: 2026-12-31
inObject:
  allow: [SB-POD-02]
  namespaces: [shop]
  maxDays: 90
  approver: security
\`\`\`
`;

export const NETWORK = `## How reach of 169.254.169.254 is decided

- Policies of an engine that is not in use have no effect; without an engine every pod reaches the address.
- Kubernetes: a pod that no policy isolates reaches it. An isolated pod reaches whatever any rule of any of its policies allows: a
  broad allow beside a correct block makes the address reachable again.
- Cilium: \`egressDeny\` wins over every allow; \`enableDefaultDeny.egress: false\` isolates no pod. Link-local addresses belong to
  the entity \`world\`.
- Calico: policies in their order, those of Kubernetes at 1000, those without an order last; the first matching rule decides. Tiers, Pass,
  staged policies and complex selectors are unknown.
- Policies of policy.networking.k8s.io, names (toFQDNs) and HTTP rules are unknown, too.
- Pods on the network of their node are SB-NET-03. Not detected: a proxy, mesh or egress gateway through which a pod reaches the
  address, and an engine that does not enforce its policies.
`;

export const HARDEN = `## What enforces it

\`drydock harden --cluster NAME\` (or \`--kubeconfig FILE\`) proposes objects that enforce a control and tests them on the server (dry
run). Only \`--apply\` changes anything, after a confirmation (or with \`--yes\`, which it needs without a terminal): one namespace after the other, by server-side apply under the field manager
\`drydock-harden\`, each read back. It ends with the commands that undo everything. \`--reason\` is recorded in the annotation \`drydock.dev/reason\` of each object, and of
settings of Azure's on stderr and in JSON.

- SB-NET-02: a policy in each user namespace. On azure and calico it allows everything but the address (IPv6 too, where the cluster has it); on
  cilium it denies the address without isolating any pod. Where a policy already isolates egress, allow-lists add up and this one would
  widen it: refused, with the rule to narrow. Pods that seem to get their identity from the address are named.
- SB-POD-06: \`enforce: baseline\`, pinned to the present minor, where every present workload passes, by Drydock's evaluation and the server's; a refusal names
  every workload that speaks against it (\`offenders\`, at most 50, and \`offenderCount\` in JSON). A
  namespace that already has a level is skipped: its owner chose it.
- SB-OS-04, with \`--hold-kured 8h\` alone: kured's lock, held under the name \`drydock-harden\` until then, so that no node reboots during an
  upgrade. It expires; running the command again extends it. Refused while a node holds the lock. It works where Helm or GitOps manages
  kured, because they do not manage the lock. What a reboot campaign does with kured is in its file (\`reboot.kured\`).
- Azure settings are shown as commands, each with what to know first. \`--apply-azure-settings\` sends those of the controls that
  \`--control\` names, after a confirmation (or with \`--yes\`): one after the other, each as the present cluster with one property
  changed, with its eTag, awaited, read back, and shown with the command that undoes it. These are SB-UPG-03, SB-OS-01, SB-NODE-03,
  SB-ENT-03, SB-ENT-02 and, where its workspace is known, SB-DEF-01. The rest is up to you: Entra cannot be undone, and SSH is a
  setting of pools that needs new nodes. SB-ENT-03 has to pass in an earlier run before SB-ENT-02. Refused while an operation runs on the
  cluster or a pool, during a freeze, and while a campaign has the cluster; if Temporal does not answer, that is unknown, and nothing is
  sent. A template with another value (Bicep, Terraform) reverts the setting.
- \`--policies\` proposes, instead of the above, a ValidatingAdmissionPolicy (Kubernetes 1.30 and later) and its binding for each control that one object decides. Without a
  cluster it prints them, for \`kubectl apply -f -\` or GitOps, by the newest Pod Security Standards that Drydock knows; with one, they are those of its own minor and are tried and applied like the rest. \`--enforcement audit\` (the default) records a violation in the audit log, \`warn\` also warns its sender, \`deny\` refuses it. \`deny\` is refused until the binding
  warns, and while anything in the cluster fails the control (\`offenders\`): pods that are refused do not come back after a drain. \`--namespace\` makes a binding for each namespace, beside the one for all, so that
  namespaces take the steps one by one. A waiver of a namespace (\`--waivers\`) becomes an exclusion, until the command runs again after its end: policies have no clock. A waiver of a
  workload or up to a severity cannot be one and is refused, for a policy does not see whose pods it judges. Without \`--control\` it is the recommended profile. Pods, ephemeral containers, the
  templates of Kubernetes' own kinds, bindings of roles, services, ingresses and namespaces are judged, on update only where what is judged changes; system namespaces are excused as in the audit. Which controls
  have none, and why: [below](#controls-without-an-admission-policy).
- Refused: what Flux, Argo CD, Helm or ARM manage (by labels, annotations and field managers), fields of other managers, objects of the same
  name that Drydock did not create, and everything where a part of the cluster could not be read.
- Exit 0: everything is, or would be, applied. 6: something was refused. 1: a change was written but does not read back; nothing follows.
`;

export const FIXES = `## Patches of manifests

\`drydock audit --manifests PATH --fix\` writes a patch for each object with findings that one value fixes, a YAML document each, instead of the
findings; what has no patch, and why, is on stderr, and the exit code is that of the audit. With \`-o json\` they are in \`fixes\`.

\`\`\`
# Deployment/shop/web (manifests/web.yaml:1): SB-POD-02, SB-LSM-02
# kubectl patch deployment.apps web --namespace shop --type strategic --patch-file FILE
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      containers:
        - name: main
          securityContext:
            allowPrivilegeEscalation: false
      securityContext:
        seccompProfile:
          type: RuntimeDefault
\`\`\`

- A strategic merge patch, which a kustomization takes, too; of a custom resource (a Rollout, a CloneSet) a JSON patch that tests the name of each
  container first. Pods and Jobs that are there cannot be changed: their patch is for the file.
- Objects without a name, and with containers that share a name, have none. What a waiver covers stays as it is.
- A patch makes its controls pass for what they name and changes nothing else (tried on a real API server). Whether the program works
  without what is taken away, only a try shows.
`;

export const CORRECTIONS = `## Where published practice needs correcting

- The published policy that blocks the metadata address has \`cidr: 10.10.0.0/0\`. It is read as 0.0.0.0/0; Kubernetes 1.36 refuses
  to create it, and on Cilium it blocks pods, DNS and nodes, because CIDR rules never match those. On Cilium deny the address for the
  whole cluster instead (\`egressDeny\` and \`enableDefaultDeny.egress: false\`).
- A policy in every namespace is not enough: allow-lists add up.
- AppArmor and seccomp profiles copied to a node by SSH are lost with the node, and every image upgrade replaces nodes.
- The alpha annotations of seccomp have no effect since 1.27; the API server of 1.36 still copies that of AppArmor into the field (measured on 1.36.3).
- Nodes do not patch themselves every day: that depends on the node OS upgrade channel.
- The network policy engine can be changed later, and all pools are reimaged at once when it is.
`;
