import type { FailureKind } from '#domain/failure.ts';

/** What docs/operations.md says before the kinds of failure. */
export const INTRODUCTION = `# When something fails

Find the kind of a failure here, what it means, and how to fix it. Every answer of Azure or a cluster is one of these kinds. Each
kind has one reaction and one sentence, shown in \`drydock status\`, in the Temporal UI's list of campaigns and in the worker's log.

1. \`drydock status CAMPAIGN\` names the cluster, the step and the sentence, preceded by Azure's own message.
2. Fix the cause; its kind below says how.
3. Decide, once for each cluster that waits for a decision:

\`\`\`
drydock retry CAMPAIGN --target cluster/NAME --reason TEXT   # the step again; Azure continues where it stopped
drydock skip  CAMPAIGN --target cluster/NAME --reason TEXT   # leave it as it is; counts as failed
drydock rollback CAMPAIGN --target pool/CLUSTER/POOL --reason TEXT   # where AKS allows it
drydock clean-up CAMPAIGN --target pool/CLUSTER/POOL --reason TEXT   # quarantined nodes: drained, their machines deleted
drydock force CAMPAIGN --target cluster/NAME --reason TEXT   # once, overriding deprecated-API checks and budgets, where the file allows it
drydock abort CAMPAIGN --target cluster/NAME --reason TEXT   # end it, and stop its operation in Azure
\`\`\`

\`retry\` is sent at once; the others ask first, and in a script need \`--yes\`.

In the commands below, CLUSTER, GROUP and POOL are placeholders. Drydock runs none of these commands.

Reactions: **retry** repeats the call after the answer's \`Retry-After\`, or with delays from \`DRYDOCK_RETRY_INITIAL\` to
\`DRYDOCK_RETRY_MAX\`, for an hour of real time (an operation: until its timeout; nodes: for two days). **wait** checks the cluster
once a minute, for as long as \`cluster.onBusy\` says. **ask** stops this cluster until an operator decides; the others continue,
within the stage's failure policy. **stop** ends the cluster. An operation that has ended is never retried or waited for: a
transient code in it becomes \`operation-failed\`.
`;

/** Answers that are no failure, or a different one than they seem. */
export const ANSWERS = `## Answers that are not what they seem

| what happens | what Drydock does |
|---|---|
| The answer to a change is lost: reset, timeout, 500 or 503 after it was accepted | sends it again with the same eTag; "changed" then means that the first one was accepted: Drydock reads the state, adopts the running operation and watches it |
| The connection is reset before anything was done | the same; no operation runs, so the change is accepted now |
| 412 or \`EtagMismatch\` | nothing was accepted; it reads the state and decides again |
| The record of an operation no longer exists (404), or may not be read (403) | the resource's provisioningState decides; nothing is sent again |
| A poll fails | says nothing about the operation: it is polled again. No poller state is kept |
| An unknown state while the operation runs, even one with "failed" in it | shown as progress |
| An unknown final state (the operation has an end time) | the resource's provisioningState decides |
| An error \`NotLatestOperation\` with a state that runs or succeeded | ignored: the state decides |
| \`operationresults\` answers 204 | never requested |
| Succeeded, but nodes or control plane report another version | \`nodes-not-as-planned\`; Drydock waits up to \`DRYDOCK_SETTLE\` for what is not ready yet |
| A pool's operation ended, whatever its result | its nodes show how far it came: \`status\` has PartiallyUpgraded, SucceededWithLeftovers, NodesNotReady and so on beside Azure's state ([safety/rollback.md](safety/rollback.md)) |
| A pool that is half upgraded: Failed or Canceled, with the target already as its version | not counted as done; the next PUT with the same version continues it. Its settings are restored only once it is Succeeded; until then \`status\` lists them as not restored |
| A token is refused with a challenge (continuous access evaluation) | a new token with the requested claims, once; if that is refused, too: \`not-signed-in\` |
| An answer points to another host | refused: the token is sent to the endpoint alone; \`unclassified\` |
| 429 with a \`Retry-After\` of an hour | a durable timer, not a sleeping worker; after more than an hour a decision is requested |
| Nothing to abort (409) | not a failure: the operation has already ended |
`;

export interface Remedy {
  readonly when: string;
  readonly act: string;
  /** To check or to fix; null: there is none. */
  readonly command: string | null;
}

const show = 'az aks show -g GROUP -n CLUSTER --query "{state:provisioningState,power:powerState.code}"';
const pools = 'az aks nodepool list -g GROUP --cluster-name CLUSTER -o table';
const activityLog =
  'az monitor activity-log list -g GROUP --offset 6h --query "[].{at:eventTimestamp,who:caller,what:operationName.value}" -o table';
const surge = 'az aks nodepool update -g GROUP --cluster-name CLUSTER -n POOL --max-surge 1';

/** What each kind means, and what fixes it. */
export const remedies: Readonly<Record<FailureKind, Remedy>> = {
  throttled: {
    when: 'the limits of the subscription or of the AKS service are used up, by Drydock or by others.',
    act: 'nothing. If it lasts: fewer clusters at a time (`maxConcurrency`), or find the other tool that sends so many requests.',
    command: activityLog,
  },
  'azure-unavailable': {
    when: 'an internal error of Azure.',
    act: 'nothing. If it lasts: check the health of the region.',
    command:
      'az rest --method get --url "/subscriptions/SUBSCRIPTION/providers/Microsoft.ResourceHealth/events?api-version=2022-10-01"',
  },
  'no-answer': {
    when: 'Azure did not answer, or the connection broke. The state shows whether a change was accepted.',
    act: 'nothing. If it lasts: check network, proxy and DNS of the worker.',
    command: 'drydock doctor',
  },
  'kubernetes-unreachable': {
    when: "the cluster's API server does not answer, or fails.",
    act: "allow the worker's addresses, or run a worker inside the network of a private cluster. Drydock retries automatically.",
    command: 'az aks show -g GROUP -n CLUSTER --query "apiServerAccessProfile"',
  },
  busy: {
    when: 'a person, another tool, the automatic channel or AKS itself works on the cluster.',
    act: 'nothing, or find out who it is. Drydock aborts only its own operations.',
    command: activityLog,
  },
  'foreign-change': {
    when: 'the cluster changed between the read and the change.',
    act: 'nothing; if it repeats, stop the other writer (an autoscaler counts as one).',
    command: activityLog,
  },
  stopped: {
    when: 'the cluster is stopped (`cluster.onStopped: Skip` skips such clusters).',
    act: 'start it, then retry.',
    command: 'az aks start -g GROUP -n CLUSTER',
  },
  'changed-since-planned': {
    when: 'versions, pools or available versions differ from the approved plan.',
    act: 'restore it and retry; or skip the cluster and plan it in another campaign.',
    command: 'drydock plan -f FILE',
  },
  preempted: {
    when: 'a newer operation on the cluster was started elsewhere, and Azure ended ours for it.',
    act: 'find out who started it, wait for its end, then retry.',
    command: activityLog,
  },
  'not-allowed': {
    when: "the worker's identity, or for `LinkedAuthorizationFailed` its right to join the subnet, is missing a role.",
    act: 'grant it at the resource group or above, wait some minutes, then retry.',
    command: 'az role assignment list --assignee PRINCIPAL --all -o table',
  },
  'not-signed-in': {
    when: 'the secret, certificate or federation of the identity is wrong, expired or revoked.',
    act: 'fix the AZURE_* settings of the worker, start it again, then retry.',
    command: 'drydock doctor',
  },
  'kubernetes-refused': {
    when: "the worker's identity has no Kubernetes role on the cluster (403), or the cluster does not know it: another tenant, a rotated certificate (401).",
    act: 'bind the role of permissions.md, or assign it in Azure where the cluster uses Azure RBAC, then retry: Drydock requests a new kubeconfig.',
    command: 'kubectl auth can-i list nodes',
  },
  'certificate-not-trusted': {
    when: 'a proxy that inspects TLS, or a private cloud, presents its own certificate.',
    act: 'set NODE_EXTRA_CA_CERTS to its authority, start the worker again, then retry.',
    command: 'drydock doctor',
  },
  'not-understood': {
    when: 'Azure answered with a field of another form than any known version of its API.',
    act: 'upgrade Drydock, or report the clause of the message; the other clusters continue.',
    command: show,
  },
  'not-found': {
    when: 'the cluster, pool, group or subscription does not exist, is being deleted, or is not visible to this identity.',
    act: 'skip it if it was deleted on purpose.',
    command: pools,
  },
  'cluster-identity-broken': {
    when: 'the cluster, not the worker, cannot act in Azure: its service principal has expired or was deleted.',
    act: 'renew it, then retry.',
    command:
      'az aks update-credentials -g GROUP -n CLUSTER --reset-service-principal --service-principal ID --client-secret SECRET',
  },
  'version-refused': {
    when: 'the version is not available there, skips a minor, or is too far from that of the control plane.',
    act: 'list the available versions and plan again; skip the cluster here.',
    command: 'az aks get-upgrades -g GROUP -n CLUSTER -o table',
  },
  'deprecated-api-in-use': {
    when: 'within the last 12 hours a client called an API that the target no longer has. The message names the API.',
    act: 'move the caller to the new API, wait until 12 hours have passed since its last call, then retry.',
    command: 'kubectl get --raw /metrics | grep apiserver_requested_deprecated_apis',
  },
  'quota-exceeded': {
    when: 'surge nodes need cores or public addresses beyond the quota of the region.',
    act: 'request more, or lower the surge in the campaign file, then retry.',
    command: 'az vm list-usage -l REGION -o table',
  },
  'subnet-full': {
    when: 'surge nodes (with classic Azure CNI their pods too) need more addresses than are free in the subnet.',
    act: 'free some, or lower the surge, then retry: the upgrade continues.',
    command: surge,
  },
  'no-capacity': {
    when: 'the region or zone has no machines of this size at the moment; `SKUNotAvailable` may be permanent.',
    act: 'retry in an hour or two, or with less surge; a size that is no longer offered needs a new pool.',
    command: 'az vm list-skus -l REGION --size SIZE -o table',
  },
  'preflight-blocked': {
    when: 'a check right before a cluster or node pool finds something that would stop its upgrade: a budget that allows no eviction, nodes that are not ready, no quota or addresses for the surge. Nothing of that step was sent.',
    act: 'fix what the reason names, then retry, which checks again (callers of removed API versions: retry at once, and again an hour later, when an unchanged count shows that the calls have ended); or let the next campaign only warn (`preflight` in the file).',
    command: 'drydock plan -f campaign.yaml',
  },
  'force-over': {
    when: 'the time of a force ran out before the step was sent (usually because no worker was running). It is not enabled again without a new command; nothing of that step was sent.',
    act: 'find out why no worker was running, then `force` again if it is still needed, or retry without it.',
    command: 'drydock status CAMPAIGN',
  },
  'drain-blocked': {
    when: 'a pod did not end within the drain timeout. The message names the disruption budget where Azure does.',
    act: 'raise the replicas, fix the pods that are not ready, or relax the budget, then retry.',
    command: 'kubectl get pdb -A',
  },
  'unsatisfiable-budget': {
    when: 'a disruption budget never allows an eviction (`maxUnavailable: 0`, or as many `minAvailable` as replicas). Nothing was begun.',
    act: 'relax it or add replicas, then retry.',
    command: 'kubectl get pdb -A',
  },
  'node-did-not-start': {
    when: 'the first start of a node failed: it cannot reach the registry, DNS or the API server, or an extension hangs.',
    act: 'check firewall, DNS and routes of the subnet, then retry.',
    command: 'az vmss list-instances -g NODE_RESOURCE_GROUP -n SCALE_SET --expand instanceView -o table',
  },
  'policy-refused': {
    when: 'a policy of the organisation denies the change. The message names the assignment.',
    act: 'exempt the cluster or change the assignment, then retry.',
    command: 'az policy assignment list --scope RESOURCE_ID --disable-scope-strict-match -o table',
  },
  locked: {
    when: 'a lock on the cluster, its group or its subscription (the message names the scope), or a disabled subscription.',
    act: 'remove it, then retry.',
    command: 'az lock list -g GROUP -o table',
  },
  'operation-failed': {
    when: 'Azure gave up. The upgrade may be half done: a pool has nodes of both versions, and surge nodes may be left.',
    act: 'read the reason, fix it, then retry: the same version continues with the remaining nodes.',
    command: `${pools}\n${show}`,
  },
  'operation-canceled': {
    when: 'someone else aborted it in Azure.',
    act: 'find out who and why, then retry (continues) or skip.',
    command: activityLog,
  },
  'nodes-not-as-planned': {
    when: 'Azure reports Succeeded, but a node has another version, is not ready, or is missing.',
    act: 'check the node, then retry: it checks again, and sends the operation once more where a node was left behind. If a node stays old even then: drain it (`drydock drain`), delete its machine (`az aks nodepool delete-machines`), scale the pool back, and retry.',
    command: 'kubectl get nodes -L kubernetes.azure.com/agentpool',
  },
  'health-worse': {
    when: 'something that was healthy before this step is unhealthy, and stayed so for `health.settle`: the message names it. Pre-existing issues do not count.',
    act: 'fix it, then retry, which checks against the same baseline. Or roll the pool back where the file allows it, or skip it: then the current state becomes the baseline.',
    command:
      'kubectl get pods -A --field-selector status.phase!=Running; kubectl get events -A --field-selector type=Warning',
  },
  'health-unclear': {
    when: 'as above, but its owner changed it meanwhile, or health kept changing until the time was up.',
    act: 'ask the owner that the message names; retry checks again.',
    command: 'kubectl rollout history -n NAMESPACE deployment/NAME',
  },
  'evidence-lost': {
    when: 'a part of health could be read before this step and cannot be read now: a permission was removed, the API server does not answer, or a metric can no longer be measured.',
    act: 'grant it again (docs/permissions.md), then retry: it checks again.',
    command: 'kubectl auth can-i --list',
  },
  'posture-worse': {
    when: 'an audit after the last change of a cluster finds a failure of at least `baseline.threshold` that was not there before its first change, or a setting that the upgrade dropped.',
    act: 'fix what the reason names, then retry: it audits again. `skip` leaves the cluster upgraded as it is, without its soak.',
    command: 'drydock describe NAME',
  },
  'posture-lost': {
    when: 'an audit after the last change of a cluster cannot judge what it could before: a permission was removed, or a policy cannot be read.',
    act: 'grant it again (docs/permissions.md), then retry: it audits again.',
    command: 'kubectl auth can-i --list',
  },
  'metric-unreachable': {
    when: 'the Prometheus or the web page of `health.metrics` does not answer, or fails, while a baseline is taken. Nothing was sent to Azure yet.',
    act: "fix it, or allow the worker's addresses. Drydock retries for an hour.",
    command: 'curl -sS "ADDRESS/api/v1/query?query=up"',
  },
  'metric-refused': {
    when: 'while a baseline is taken, a query of `health.metrics` returns no data or is refused, or the worker has no value for the token that it names. Nothing was sent to Azure yet.',
    act: 'make the query return data, grant the identity `Monitoring Data Reader` on the Azure Monitor workspace, or set the variable for the worker; then retry. If the file is wrong: abort, and start another campaign.',
    command: 'curl -sS "ADDRESS/api/v1/query?query=up"',
  },
  'reboot-unclear': {
    when: 'a reboot campaign does not know whether some nodes require one: no pod checks them (`reboot.checkPod`), or it could not start or see /run.',
    act: 'the message names nodes and reasons; another campaign with `reboot.checkPod` checks them, or handle these nodes manually and skip. Nodes known to wait have already been rebooted.',
    command: 'kubectl get nodes -o wide',
  },
  'took-too-long': {
    when: 'the timeout of the step ran out. As far as is known its operation still runs in Azure.',
    act: 'retry continues to watch it; skip leaves it running; abort stops it.',
    command: show,
  },
  'invalid-request': {
    when: 'Azure refuses the request, or a change would do more than it says (a half-upgraded cluster).',
    act: 'read the message; if Drydock is wrong, report it.',
    command: pools,
  },
  'wrong-clock': {
    when: 'a campaign in simulated time finds another clock. It cannot happen with Azure.',
    act: 'start the campaign again.',
    command: null,
  },
  unclassified: {
    when: 'an answer that Drydock does not know.',
    act: 'read it, then retry or skip; report its code, so that it becomes a kind (docs/checklists/new-failure-kind.md).',
    command: null,
  },
};
