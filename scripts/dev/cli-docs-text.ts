import type { exitCodes } from '#cli/failure/exit-codes.ts';

/** What docs/cli.md says before the commands. */
export const INTRODUCTION = `# The command line

Here is every command with its flags, exit codes and variables. \`npx drydock COMMAND\` runs it from the repository root,
\`npx --prefix FOLDER drydock COMMAND\` from elsewhere, both on the Node of \`npm ci\`. \`drydock COMMAND --help\` is the short form.

- stdout carries data; progress, prompts, warnings and errors go to stderr.
- \`-o json\` prints one document with \`apiVersion: drydock.dev/v1\`, a \`kind\`, and times in RFC 3339 UTC. Fields may
  be added; none is renamed or removed.
- Times for people are in the time zone of the terminal (\`TZ\`), which each of them names; those of \`windows\` and
  \`schedule\` in the zone of the file.
- \`watch\` draws a live tree on a terminal and one line per transition anywhere else; below what waits for an
  operator, one line per answer. A line has the time at which it happened, in UTC to the second, or else at which it was read; once
  lines are shown, none has an earlier time than the line above. \`q\` or Ctrl-C leaves it; the campaign continues.
- A command prompts only where stdin is a terminal. Elsewhere missing input is an error (64) that names the flag to add.
  What no other command takes back asks for confirmation and needs \`--yes\` without a terminal: \`start\`, \`abort\`, \`reject\`, \`rollback\`,
  \`skip\`, \`force\`, \`clean-up\`, \`promote\`, \`schedule delete\` and \`harden --apply-azure-settings\`; \`approve\` asks on a terminal only
  ([why](decisions/irreversible-asks-first.md)). Asked or not, \`approve\`, \`reject\`, \`rollback\`, \`skip\`, \`force\`, \`clean-up\` and
  \`promote\` first show on stderr how their gate or target stands and what comes next, also where they then end for want of \`--yes\`. Every operator command asks for its reason.
- AGE is the time since the start, or the duration once finished; a stage lasts until the next one starts, with its
  soak and its gate. With a simulator's pace all times are its clock's, in JSON too: \`status\` shows that clock, \`list\` marks them.
- Every operator command takes a reason (\`--reason\`); who (\`--as\`), when and why become part of the campaign's record. The name is
  a claim: see [safety.md](safety/trust.md).
- What had not begun when its cluster or campaign ended is \`Skipped\`, with \`not reached\` as the \`reason\` of a cluster and the \`detail\` of a step;
  \`NotStarted\` may still begin.
- An order changes nothing of what has ended: a step whose change is verified stays \`Completed\` when its soak is aborted, and a cluster
  whose every step is complete, too; both say how much of the soak was cut short. Such a cluster is neither a success nor a failure of its stage, and
  may be retried. What failed stays \`Failed\` when it is skipped or aborted, with the decision in its reason; only what was never sent is \`Skipped\`.
- A target is \`stage/NAME\`, \`cluster/NAME\` or \`pool/CLUSTER/POOL\`; commands for a part of a campaign take it.
- On a terminal \`fleet\`, \`list\`, \`status\`, \`watch\` and \`freeze list\` keep to its width: what a row has to say is wrapped. \`watch\` keeps to its
  height, too: the header and what the campaign waits for come first; of the tree what is done is left out first, and counted (\`… 12 more
  clusters\`). Elsewhere, and in \`plan\` and \`describe\`, nothing is cut. Of each question and automatic action of a campaign (under Decisions, \`journal\` in
  JSON) at most 1,000 characters are kept, of old entries in a long journal 240; a present question is shown in full.
- A freeze belongs to a namespace and to an Azure endpoint: it applies to every campaign whose workers have the same
  endpoint as the shell of the command. Its times are real time; with a simulator, the simulator's.
- \`plan\` and \`start\` run the preflight checks (\`preflight\` of the file). Where a cluster will be blocked
  \`plan\` ends with 6; \`start\` reports it and continues, because it may be fixed before the cluster starts. In JSON: \`preflight.findings\`, each with
  \`check\`, \`level\` (blocker, warning, info, unknown), \`cluster\`, \`pool\`, \`what\`, \`why\`, \`todo\`, \`evidence\`.
- \`plan\` of a nightly file plans its next scheduled run; JSON adds \`scheduledRun\`: when it is due (\`at\`), what it \`starts\`, its \`deferrals\`
  with the \`reason\` of each; \`idle\`: its result where it starts no campaign, else null ([nightly.md](nightly.md)). Where Temporal does not answer,
  no image counts as soaked and freezes are not known; stderr says so.
- \`describe\` of a campaign for images has \`nodeImages\`: for each pool of the clusters that it has processed the \`image\`, \`ageDays\`,
  \`behindDays\`, \`state\` (current, behind, stale, unknown) and the previous image (\`was\`).
- \`progress.failed\` of \`status\`, FAILED of \`list\` and \`DrydockFailed\` in Temporal count the clusters of all stages that count as failed for
  \`failurePolicy\`; each has \`failed: true\`. A cluster counts when it waits for a decision, failed, was rolled back, completed with failures, or was
  skipped or aborted half upgraded after a failure; no longer once its retry runs. Aborted before anything failed, deferred or skipped
  untouched is not failed. \`pools\` and \`nodes\` count what is upgraded, whichever attempt did it: while an operation runs as Azure counts it, then
  as the nodes report; only a rollback and nodes that broke reduce them.
- \`report\` summarizes a campaign, running or finished, and ends with 0 whatever its outcome: \`md\` for a change or a wiki,
  \`html\` as one self-contained page, \`json\` (\`CampaignReport\`, in the shape of \`describe\`), \`junit\` for CI: one suite
  per cluster, one case per step; a step that failed, was aborted or rolled back, or waits for a decision
  is a failure (its \`type\` says which), an unfinished one is skipped.
- \`windows\` lists the first windows that close after \`--from\`, each with its true opening, those that touch as one (so does \`status\`); a window that closes at
  \`--from\` is not listed. Freezes are excluded if Temporal answers; otherwise stderr says so and the exit code stays 0.
  Where the clusters' own windows count (\`maintenance.source\`) they are read from Azure: \`windows\` are then those in
  which any cluster may be changed; \`clusters\` has those of each cluster. \`always\`: no window limits it.
  \`clocksChanged\` ("+1h", "-1h" or null): how far clocks are put in the last 24 hours of the window.
- \`scan\` ends with 0 for PASS, WAIVED, INFO and WARN, and with 6 for BLOCK and UNKNOWN; \`audit\` with 0 where nothing fails (PASS, WARN), and with 6
  for FAIL and UNKNOWN. \`--fail-on\` draws the line elsewhere; waivers and \`--baseline\` take away what is accepted and known. Where something in the input
  cannot be read both judge the rest and end with 65, whatever they found: the verdict is then BLOCK or FAIL, or else UNKNOWN (INCOMPLETE for people),
  never PASS. Where nothing was judged it is UNKNOWN ([why](decisions/nothing-judged-does-not-pass.md), [scan](removed-apis.md#output), [audit](baseline.md)).
- \`drain\` respects disruption budgets and sends no DELETE. Pods of daemon sets and mirror pods stay. Before any change it refuses what
  would never end or lose something (pods that are not recreated, local data, a budget that allows 0 disruptions). Its
  JSON (\`DrainReport\`) names every pod with its \`outcome\`: \`evicted\`, \`replaced\` (evicted, and its successor is ready
  elsewhere), \`gone\` (ended on its own), \`returned\` (recreated here in the place of an evicted pod, because it tolerates the cordon or is
  bound to the node by name: not evicted again and not waited for), \`terminating\`, \`blocked\`, \`skipped\`, \`untouched\`. After a crash the same command
  continues. \`uncordon\` uncordons what \`drain\` has cordoned, and nodes that others have cordoned only with \`--force\`.
- Work of more than two seconds reports its progress on stderr: what it does, how much of it is done, how fast, and what it waits
  for. On a terminal that is one live line, elsewhere a line at once and then every ten seconds; \`--quiet\` omits it. stdout never has it.
- \`plan\` and \`start\` show clusters that are alike as one, with their number (\`--expand\`: each; \`--summary\`: only how many of
  each stage change how). As text the plan is shown once the fleet is read; the preflight checks follow, for Azure hands out
  60 kubeconfigs in each region of a subscription at once and then one a second; what a check finds is named on stderr as soon as it is
  found. \`-o json\` is one document and waits for them; the digest does not depend on them.
- An error says what is wrong and what to do next. \`--debug\` adds the stack trace.
`;

/** Each code's meaning; a code without one does not compile. */
export const EXIT_CODES: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'done, or nothing to change',
  unclassified: 'refused, or an error of no other kind',
  planHasChanges: 'the plan has changes (`plan --detailed-exitcode` alone)',
  campaignFailed: 'the campaign failed, or completed with failures',
  campaignAborted: 'the campaign was aborted or rejected',
  waitingForPerson: 'an approval or a decision is required (`--exit-on-gate` alone)',
  blocked:
    'the plan, a scan, an audit, a drain, an uncordon or `harden` is blocked; nothing was changed, or only what the output lists',
  outsideWindow: 'outside the window, or frozen (`start --no-wait` alone); nothing was changed',
  stalePlan:
    'the saved plan no longer fits the fleet, or the pause to resume is no longer the one in force; nothing was changed',
  usage: 'invalid usage, or a flag is missing',
  invalidFile:
    'a campaign file, saved plan, manifest, waiver file or kubeconfig is invalid, or cannot be read',
  unavailable:
    'Temporal, Azure or a cluster cannot be reached, is not set up, or no worker answers; a port is in use',
  notAllowed:
    'not allowed: by Azure, by Temporal, by a cluster, by the campaign file (force, rollback), or this person may not decide it (a gate, force)',
  timedOut: "the command's own `--timeout` ran out; a campaign continues, a node stays cordoned",
  detached: 'left by `q` or Ctrl-C; the campaign continues',
  closedPipe: 'the reader of its output left before the command was done (`| head`)',
};

/** What docs/cli.md says after the commands. */
export const ENVIRONMENT = `## Environment

The address of Temporal comes from the \`temporal\` CLI's profile and the \`TEMPORAL_*\` variables, the identity in Azure from the
\`AZURE_*\` variables of \`@azure/identity\`. Drydock's own variables; durations are written \`30s\`, \`5m\`, \`2h\`.

| variable | read by | default | meaning |
|---|---|---|---|
| \`DRYDOCK_ARM_ENDPOINT\` | commands, worker | \`https://management.azure.com\` | where Azure Resource Manager answers |
| \`DRYDOCK_ARM_SCOPE\` | commands, worker | that of the cloud at \`DRYDOCK_ARM_ENDPOINT\` | scope of tokens for Azure Resource Manager ([worker.md](worker.md#clouds)) |
| \`DRYDOCK_MONITOR_SCOPE\` | worker | that of the cloud at \`DRYDOCK_ARM_ENDPOINT\` | scope of tokens for Azure Monitor workspaces |
| \`DRYDOCK_API_SERVER_HOSTS\` | commands, worker | API servers of AKS in the cloud in use | further hosts, comma-separated (\`*.example.com\`), to which an Entra token may be sent |
| \`DRYDOCK_API_SERVER_IDS\` | commands, worker | the AKS server application | further applications that a kubeconfig may name by \`--server-id\` |
| \`DRYDOCK_AS\` | commands | the local user | the operator's name without \`--as\` |
| \`DRYDOCK_APPROVAL_AUDIENCE\` | start, approve, reject, force, worker | none | Drydock's own application in Entra ([approvals.md](approvals.md)) |
| \`DRYDOCK_APPROVAL_KEY\` | start, approve, reject, force | none | file with the public key that seals tokens for workers |
| \`DRYDOCK_PAYLOAD_KEYS\` | commands, worker | none: in the clear | file, or secret of Azure Key Vault, of keys that encrypt what Temporal stores ([encryption.md](encryption.md)) |
| \`DRYDOCK_CODEC_TOKEN\`, \`DRYDOCK_CODEC_TOKEN_FILE\` | \`codec-server\` | none: it does not start | bearer token of its clients, or the file that holds it |
| \`DRYDOCK_UI_URL\` | commands | \`http://localhost:8233\` for a local server on 7233 | the Temporal UI that links point to, and the only origin that \`codec-server\` (no default) serves |
| \`DRYDOCK_LOG_LEVEL\` | worker | \`info\` | \`debug\`, \`info\`, \`warn\` or \`error\`; JSON lines on stderr |
| \`DRYDOCK_HEALTH_PORT\` | worker | \`8090\` | \`/healthz\` and \`/readyz\`; 0: a free one |
| \`DRYDOCK_METRICS_PORT\` | worker | off | \`/metrics\` for Prometheus |
| \`DRYDOCK_WORKFLOW_BUNDLE\` | worker | none | workflows bundled in advance ([worker.md](worker.md)) |
| \`DRYDOCK_METRIC_TOKEN\`, \`DRYDOCK_METRIC_…_TOKEN\` | worker | none | bearer tokens that campaigns may name |
| \`DRYDOCK_METRIC_ORIGINS\`, \`DRYDOCK_METRIC_…_ORIGINS\` | worker | none | https origins to which the token of the same name may be sent |
| \`DRYDOCK_METRIC_NETWORKS\` | worker | none | private networks that metrics may reach, such as \`10.0.0.0/8\` |
| \`DRYDOCK_PRIVILEGED_POD_IMAGES\` | worker | none | images by digest that \`reboot.privilegedPod\` may have |
| \`DRYDOCK_MAX_ACTIVITIES\` | worker | \`500\` | activities at a time; a watched operation is one |
| \`DRYDOCK_HEARTBEAT_THROTTLE\` | worker | \`10s\` | one heartbeat at most in this time reaches the server |
| \`DRYDOCK_SHUTDOWN_GRACE\` | worker | \`10s\` | how long activities may finish after SIGTERM |
| \`DRYDOCK_STICKY_TIMEOUT\` | worker | \`10s\` | how long a workflow waits for the worker that knows it |
| \`DRYDOCK_READ_TIMEOUT\` | \`start\` | \`30s\` | for one read from Azure |
| \`DRYDOCK_BEGIN_TIMEOUT\` | \`start\` | \`1m\` | for sending one change |
| \`DRYDOCK_WATCH_HEARTBEAT\` | \`start\` | \`1m\` | after this time without a heartbeat another worker continues to watch |
| \`DRYDOCK_PROBE_TIMEOUT\` | \`start\` | \`2m\` | the same for reads of a cluster: preflight, baseline, health, verifying its API server and nodes |
| \`DRYDOCK_RETRY_INITIAL\` | \`start\` | \`1s\` | first delay between two attempts |
| \`DRYDOCK_RETRY_MAX\` | \`start\` | \`1m\` | longest delay between two attempts |
| \`DRYDOCK_POLL\` | \`start\` | \`20s\` | between two polls of an operation |
| \`DRYDOCK_POLL_FLOOR\` | \`start\` | \`250ms\` | the same at a simulator's speed: never more often |
| \`DRYDOCK_SETTLE\` | \`start\` | \`10m\` | how long nodes may take to report the planned version |
| \`DRYDOCK_CONTINUE_AFTER_EVENTS\` | \`start\` | \`4000\` | number of history events after which a campaign continues in a new run of its workflow, between two stages |

A campaign keeps the values that \`start\` read: a later change does not affect it. \`schedule create\` reads
the same for the scheduled runs to come.
`;
