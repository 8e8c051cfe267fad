import type { FailureKind } from '#domain/failure.ts';

/** What docs/operations.md says before the kinds of failure. */
export const INTRODUCTION = `# When something fails

Whatever Azure or a cluster answers is one of the kinds below. Each has one reaction and one sentence, which you read in
\`drydock status\`, in the list of campaigns of the Temporal UI, and in the worker's log.

1. \`drydock status CAMPAIGN\` names the cluster, the step and the sentence, with Azure's own words in front of it.
2. Fix the cause as its kind says, below.
3. Decide, once for every cluster that asks:

\`\`\`
drydock retry CAMPAIGN --target cluster/NAME --reason TEXT   # the step again; Azure continues where it stopped
drydock skip  CAMPAIGN --target cluster/NAME --reason TEXT   # leave it as it is; counts as failed
drydock rollback CAMPAIGN --target pool/CLUSTER/POOL --reason TEXT   # where AKS allows it
drydock clean-up CAMPAIGN --target pool/CLUSTER/POOL --reason TEXT   # quarantined nodes: drained, their machines deleted
drydock force CAMPAIGN --target cluster/NAME --reason TEXT   # once, past deprecated APIs and budgets, where the file allows it
drydock abort CAMPAIGN --target cluster/NAME --reason TEXT   # end it, and stop its operation in Azure
\`\`\`

In the commands CLUSTER, GROUP and POOL stand for yours. None of them is run by Drydock.

Reactions: **retry** is the same call again, after the \`Retry-After\` that came with the answer or with delays from
\`DRYDOCK_RETRY_INITIAL\` to \`DRYDOCK_RETRY_MAX\`, for an hour of real time (an operation: until its deadline, nodes: for
two days). **wait** checks the cluster once a minute, for as long as \`cluster.onBusy\` says. **ask** stops this cluster
until a person decides; the others continue, within the stage's failure policy. **stop** ends the cluster.
An operation that has ended is never retried or waited for: a passing code in it becomes \`operation-failed\`.
`;

/** What seems to be a failure and is none, or is elsewhere. */
export const ANSWERS = `## Answers that are not what they seem

| what happens | what Drydock does |
|---|---|
| The answer to a change is lost: reset, timeout, 500 or 503 after it was accepted | sends it again with the same eTag; "changed" then means that the first one got through: it reads the state, adopts the running operation and watches it |
| The connection is reset before anything was done | the same; nothing runs, so the change is accepted now |
| 412 or \`EtagMismatch\` | nothing was accepted; it reads the state and decides again |
| The record of an operation is gone (404), or may not be read (403) | the resource's own provisioningState speaks; nothing is sent again |
| A poll fails | that says nothing of the operation: it is asked again. No poller's state is kept that could be poisoned |
| A state that it does not know while it runs, even one with "failed" in it | shown as progress |
| A last state that it does not know (it has an end time) | the resource's own provisioningState speaks |
| An error \`NotLatestOperation\` beside a state that runs or succeeded | ignored: the state decides |
| \`operationresults\` answers 204 | never asked for |
| Succeeded, but nodes or control plane say another version | \`nodes-not-as-planned\`; time may fix what is not ready yet, for \`DRYDOCK_SETTLE\` |
| A pool's operation ended, one way or another | its nodes are asked how far it came: PartiallyUpgraded, SucceededWithLeftovers, NodesNotReady and the like stand in \`status\` beside Azure's word ([safety.md](safety/rollback.md)) |
| A pool that is half upgraded: Failed or Canceled, with the target already as its version | not taken for done; the next PUT with the same version continues it. Its settings are put back only once it is Succeeded, until then \`status\` lists them as not restored |
| A token is refused with a challenge (continuous access evaluation) | a new token with the asked claims, once; refused again: \`not-signed-in\` |
| An address on another host in an answer | refused: the token stays at the endpoint; \`unclassified\` |
| 429 with a \`Retry-After\` of an hour | a durable timer, not a sleeping worker; beyond the hour a person is asked |
| Nothing to abort (409) | an answer: the operation has already ended |
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

/** What stands behind each kind, and what fixes it. */
export const remedies: Readonly<Record<FailureKind, Remedy>> = {
  throttled: {
    when: 'the limits of the subscription or of the AKS service are used up, by Drydock or by others.',
    act: 'nothing. If it lasts: fewer clusters at a time (`maxConcurrency`), or see which other tool asks so often.',
    command: activityLog,
  },
  'azure-unavailable': {
    when: 'an internal error of Azure.',
    act: 'nothing. If it lasts: see the health of the region.',
    command:
      'az rest --method get --url "/subscriptions/SUBSCRIPTION/providers/Microsoft.ResourceHealth/events?api-version=2022-10-01"',
  },
  'no-answer': {
    when: 'Azure was silent, or the connection broke. Whether a change got through shows in the state.',
    act: 'nothing. If it lasts: check network, proxy and DNS of the worker.',
    command: 'drydock doctor',
  },
  'kubernetes-unreachable': {
    when: "the cluster's API server is silent or failing.",
    act: "allow the worker's addresses, or run a worker inside the network of a private cluster. Nothing has to be retried by hand.",
    command: 'az aks show -g GROUP -n CLUSTER --query "apiServerAccessProfile"',
  },
  busy: {
    when: 'a person, another tool, the automatic channel or AKS itself works on the cluster.',
    act: 'nothing, or find out who it is. Drydock aborts only what is its own.',
    command: activityLog,
  },
  'foreign-change': {
    when: 'the cluster changed between the read and the change.',
    act: 'nothing; if it comes again and again, stop the other writer (an autoscaler and other tools count).',
    command: activityLog,
  },
  stopped: {
    when: 'the cluster is stopped (`cluster.onStopped: Skip` leaves such clusters out).',
    act: 'start it, then retry.',
    command: 'az aks start -g GROUP -n CLUSTER',
  },
  'changed-since-planned': {
    when: 'versions, pools or what is on offer are not what they were when the plan was agreed to.',
    act: 'put it back and retry; or skip it and plan it in another campaign.',
    command: 'drydock plan -f FILE',
  },
  preempted: {
    when: 'a newer operation on the cluster was started elsewhere, and Azure ended ours for it.',
    act: 'find out who, wait for its end, then retry.',
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
    act: 'bind the role of permissions.md, or assign it in Azure where the cluster uses Azure RBAC, then retry: Drydock asks for a new kubeconfig.',
    command: 'kubectl auth can-i list nodes',
  },
  'certificate-not-trusted': {
    when: 'a proxy that reads along, or a private cloud, shows a certificate of its own.',
    act: 'set NODE_EXTRA_CA_CERTS to its authority, start the worker again, then retry.',
    command: 'drydock doctor',
  },
  'not-found': {
    when: 'the cluster, pool, group or subscription is gone, is being deleted, or hides from this identity.',
    act: 'skip it if that was meant.',
    command: pools,
  },
  'cluster-identity-broken': {
    when: 'not the worker but the cluster cannot act in Azure: its service principal is expired or gone.',
    act: 'renew it, then retry.',
    command:
      'az aks update-credentials -g GROUP -n CLUSTER --reset-service-principal --service-principal ID --client-secret SECRET',
  },
  'version-refused': {
    when: 'the version is not on offer there, skips a minor, or is too far from that of the control plane.',
    act: 'see what is on offer and plan again; skip the cluster here.',
    command: 'az aks get-upgrades -g GROUP -n CLUSTER -o table',
  },
  'deprecated-api-in-use': {
    when: 'within the last 12 hours something called an API that the target no longer has. The message names it.',
    act: 'move the caller to the new API, wait until 12 hours have passed since its last call, then retry.',
    command: 'kubectl get --raw /metrics | grep apiserver_requested_deprecated_apis',
  },
  'quota-exceeded': {
    when: 'surge nodes need cores or public addresses beyond the quota of the region.',
    act: 'ask for more, or lower the surge in the campaign file, then retry.',
    command: 'az vm list-usage -l REGION -o table',
  },
  'subnet-full': {
    when: 'surge nodes (with classic Azure CNI their pods too) need more addresses than the subnet has left.',
    act: 'free some, or lower the surge, then retry: the upgrade continues.',
    command: surge,
  },
  'no-capacity': {
    when: 'the region or zone has no machines of this size at the moment; `SKUNotAvailable` may be for good.',
    act: 'retry in an hour or two, or with less surge; a size that is gone for good needs a new pool.',
    command: 'az vm list-skus -l REGION --size SIZE -o table',
  },
  'preflight-blocked': {
    when: 'right before a cluster or a node pool something is found that would stop its upgrade: a budget that lets no pod go, nodes that are not ready, no quota or addresses for the surge. Nothing of that step was sent.',
    act: 'fix what the reason names, then retry, which checks again (after callers of removed API versions are fixed: retry at once, and again an hour later, when the same count shows that they are); or let the next campaign only warn of it (`preflight` in the file).',
    command: 'drydock plan -f campaign.yaml',
  },
  'force-over': {
    when: 'a force was enabled, and its time ran out before the step was sent (mostly no worker was running). It is not enabled again without a new command; nothing of that step was sent.',
    act: 'see why the worker was away, then `force` again if it is still needed, or retry, which tries without it.',
    command: 'drydock status CAMPAIGN',
  },
  'drain-blocked': {
    when: 'a pod would not leave its node within the drain timeout. The message names the disruption budget where Azure does.',
    act: 'raise the replicas, fix the pods that are not ready, or ease the budget, then retry.',
    command: 'kubectl get pdb -A',
  },
  'unsatisfiable-budget': {
    when: 'a disruption budget allows no eviction whatever happens (`maxUnavailable: 0`, or as many `minAvailable` as replicas). Nothing was begun.',
    act: 'ease it or add replicas, then retry.',
    command: 'kubectl get pdb -A',
  },
  'node-did-not-start': {
    when: 'the first start of a node failed: no way out to registry or DNS, no API server, or an extension that hangs.',
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
    act: 'lift it, then retry.',
    command: 'az lock list -g GROUP -o table',
  },
  'operation-failed': {
    when: 'Azure gave up. The pool may be half upgraded, with surge nodes left.',
    act: 'read why, fix it, then retry: the same version again continues with the remaining nodes.',
    command: `${pools}\n${show}`,
  },
  'operation-canceled': {
    when: 'it was aborted in Azure by someone else.',
    act: 'find out who and why, then retry (continues) or skip.',
    command: activityLog,
  },
  'nodes-not-as-planned': {
    when: 'Azure says Succeeded, yet a node has another version, is not ready, or is missing.',
    act: 'check the node, then retry: it checks again, and sends the operation once more where a node was left behind. One that stays old even then: empty it (`drydock drain`), delete its machine (`az aks nodepool delete-machines`), scale the pool back, and retry.',
    command: 'kubectl get nodes -L kubernetes.azure.com/agentpool',
  },
  'health-worse': {
    when: 'something that was well before this step is not, and stayed so for `health.settle`: the message names it. What was broken before does not count.',
    act: 'fix it, then retry: the same baseline, another check. Or roll the pool back where the file allows it, or skip it: then the current state counts as normal.',
    command:
      'kubectl get pods -A --field-selector status.phase!=Running; kubectl get events -A --field-selector type=Warning',
  },
  'health-unclear': {
    when: 'as above, but what got worse was also changed by its owner meanwhile, or health kept changing until the time was up.',
    act: 'ask the owner that the message names; retry checks again.',
    command: 'kubectl rollout history -n NAMESPACE deployment/NAME',
  },
  'evidence-lost': {
    when: 'a part of health could be read before this step and cannot be read now: a right was taken away, the API server does not answer, or a metric cannot be measured any more.',
    act: 'grant it again (docs/permissions.md), then retry: it checks again.',
    command: 'kubectl auth can-i --list',
  },
  'posture-worse': {
    when: 'an audit after the last change of a cluster finds a failure of at least `baseline.threshold` that was not there before its first change, or a setting that was dropped on the way.',
    act: 'fix what the reason names, then retry: it audits again. `skip` leaves the cluster as it is, upgraded; its soak is not waited for.',
    command: 'drydock describe NAME',
  },
  'posture-lost': {
    when: 'an audit after the last change of a cluster cannot judge what it could before: a permission was removed, or a policy cannot be read.',
    act: 'give it back (docs/permissions.md), then retry: it audits again.',
    command: 'kubectl auth can-i --list',
  },
  'metric-unreachable': {
    when: 'the Prometheus or the web page of `health.metrics` is silent or failing while a baseline is taken. Nothing was sent to Azure yet.',
    act: "fix it, or allow the worker's addresses. Nothing has to be retried by hand for an hour.",
    command: 'curl -sS "ADDRESS/api/v1/query?query=up"',
  },
  'metric-refused': {
    when: 'while a baseline is taken, a query of `health.metrics` finds no data or is refused, or the token it names is not set for the worker. Nothing was sent to Azure yet.',
    act: 'give it data, the identity `Monitoring Data Reader` on the Azure Monitor workspace, or the worker the variable; then retry. Where the file itself is wrong: abort, and start another campaign.',
    command: 'curl -sS "ADDRESS/api/v1/query?query=up"',
  },
  'reboot-unclear': {
    when: 'a reboot campaign does not know whether some nodes require one: no pod checks them (`reboot.checkPod`), or it could not start or see /run.',
    act: 'the message names nodes and reasons; another campaign with `reboot.checkPod` checks them, or handle these nodes manually and skip. Nodes known to wait were rebooted before.',
    command: 'kubectl get nodes -o wide',
  },
  'took-too-long': {
    when: 'the step met its deadline. As far as is known its operation still runs in Azure.',
    act: 'retry watches on; skip leaves it running; abort stops it.',
    command: show,
  },
  'invalid-request': {
    when: 'Azure refuses what was sent, or a change would do more than it says (a half-upgraded cluster).',
    act: 'read the message; where it is a mistake of Drydock, report it.',
    command: pools,
  },
  'wrong-clock': {
    when: 'a campaign at the pace of a simulator meets another clock. It cannot happen with Azure.',
    act: 'start the campaign again.',
    command: null,
  },
  unclassified: {
    when: 'an answer that Drydock does not know yet.',
    act: 'read it, then retry or skip; report its code, so that it gets a line (docs/checklists/new-failure-kind.md).',
    command: null,
  },
};
