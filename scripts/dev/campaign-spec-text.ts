/** What docs/campaign-spec.md says before the tables of fields. */
export const INTRODUCTION = `# The campaign file

One YAML file holds one campaign. \`drydock validate -f FILE\` names every problem in it at once, each with
file:line:column; a file with a problem starts nothing (exit code 65). What only the fleet shows, such as a
selection that finds no cluster, is \`plan\`'s answer (exit code 6).

- A field that is accepted acts. A field of a later version is refused, never read and ignored. A field that
  changes nothing where it stands gets a warning.
- Where an object mirrors Azure it keeps Azure's names and casing, so that JSON from ARM or \`az\` can be pasted.
- Durations are written Go style (\`90s\`, \`1h30m\`, \`2d\`) or as ISO 8601 (\`PT1H30M\`).
- Percentages of ours round down, at least 1; percentages of \`upgradeSettings\` are Azure's, which rounds up.
- Defaults are safe: one cluster, one pool, one node at a time, stop at the first failure, ask a person before
  the next stage.
- For an editor with a YAML language server, write the schema beside the file with
  \`drydock schema > campaign.schema.json\` (\`drydock schema nightly > nightly.schema.json\`) and begin the file with
  \`# yaml-language-server: $schema=campaign.schema.json\`.
`;

/** What it says after them. */
export const RULES = `## Rules about several fields

- Names of stages are unique.
- A selector is either one \`resourceId\`, or lists and tags, of which the cluster must match every one given. A
  selector that names nothing is refused; every cluster is \`subscriptions: ["*"]\`.
- \`approvers\` need \`approval.required\`; no name may appear twice. \`quorum\` is not more than the
  approvers that are named; one person counts once, and the one who started the campaign never does.
- \`maxSurge\` and \`maxUnavailable\` are not both zero, neither in the defaults nor where an override is laid over
  them. Azure takes \`maxUnavailable\` for user pools only.
- An override names at least one thing to match and at least one setting.
- \`minRemaining\` is shorter than the window; \`timeouts.cluster\` is not longer than \`timeouts.campaign\`, which is
  longer than the soaks of all stages together.
- A window that can never open is refused.
- A metric has one source, \`prometheus\` with \`success\` or \`web\`; its name is its own; \`failureLimit\` is less than
  \`count\`, and \`count\` measurements take no more than 2 h. \`jsonPath\` and \`expect\` go together; \`azureMonitor\`
  goes with an address of Azure Monitor, and with no token.

## Metrics

\`\`\`yaml
health:
  metrics:
    - name: error-rate
      prometheus:
        address: https://prometheus.example.com
        query: sum(rate(http_errors{cluster="{{cluster}}"}[5m])) / sum(rate(http_requests{cluster="{{cluster}}"}[5m]))
      success: "< 0.01"
      count: 10
      failureLimit: 2
    - name: smoke
      web: { url: "https://{{cluster}}.example.com/healthz", jsonPath: "$.ok", expect: true }
\`\`\`

- \`{{cluster}}\`, \`{{resourceGroup}}\` and \`{{subscription}}\` are those of the cluster that is upgraded, as Azure spells
  them; in addresses they are encoded. There is no \`{{pool}}\`: what is measured is the same for the cluster and each pool.
- A metric that fails before a step already is not judged after it. What follows from the others:
  [safety.md](safety/health.md#metrics).

## Clusters that are not as they should be

- \`onBusy\`: another operation runs on the cluster, or another campaign has it. Drydock never aborts what is not
  its own; it waits, and then defers the cluster to the end of the stage (Skip; its status is Deferred) or counts it as failed (Fail).
- \`onStopped\`: Skip leaves a stopped cluster out; Fail blocks the plan until it is started or excluded.
- \`onAutoUpgradeConflict\`: AKS refuses to upgrade a control plane alone while an automatic upgrade channel is set.
  Fail leaves such a cluster out. Suspend sets the channel to none as its first step and puts it back as its last;
  the plan shows both. The channel of node images (\`nodeOSUpgradeChannel\`) stays as it is.
- \`holdTag\` leaves a cluster or a pool out, whatever the rules above say.

## Calendar

- \`startTime\`, \`startDate\` and \`notAllowedDates\` are read in \`maintenance.timezone\`. A window begins at the wall
  time \`startTime\` and stays open for \`durationHours\` elapsed hours, also when the clocks change while it is open.
  A start that does not exist that day moves by the length of the gap (02:30 becomes 03:30; it is never skipped);
  a start that occurs twice means the first.
- \`startDate\` is included; no window begins before it. Intervals are counted from it: days from that day, weeks
  from its calendar week (weeks begin on Sunday, as AKS counts), months from its month; an interval above 1 needs
  it. A month without \`dayOfMonth\` has no window. \`Last\` is the last such weekday, be it the fourth or the fifth.
- \`notAllowedDates\` are whole local days, both ends included, from the first instant of \`start\` to the first
  instant of the day after \`end\`. They are subtracted: what is left of a window stays, in one part or several.
  Where nothing opens within ten years, \`plan\`, \`status\` and \`windows\` say so.
- \`maintenanceWindows\` lists several windows, such as one of Saturday and one of Sunday, in the same time zone; the
  campaign may act while one of them is open. A whole day is \`startTime: "00:00"\` with \`durationHours: 24\`.
- Nothing is begun with less of the window left than \`minRemaining\`, or than a pool or control plane is predicted to take
  by the runs that Drydock measured before; windows that touch count as one. With \`onClose: FinishPool\` what Azure has
  accepted is finished when the window closes, and the next pool waits for the next window.
- \`source\` says whose windows count: \`Spec\` the file's, \`Cluster\` those that each cluster has in Azure, \`Merge\` the
  moments at which both are open. A cluster's own is its AKS maintenance configuration
  \`aksManagedAutoUpgradeSchedule\`; where it has none, \`default\`, weekly hours in UTC or a window; where it has neither,
  nothing of its own holds it. AKS counts in a fixed offset from UTC, so its windows move by an hour against the
  wall clock twice a year. They are read by \`plan\`, which lists them cluster by cluster, and again before each
  change; they are no part of what an approval binds to.
- A cluster's window that cannot be read, or is of a form that Drydock does not know, counts as closed: nothing is
  begun, \`status\` names the missing permission, and it is read again every hour. So it is where the
  cluster's window and the file's are never open together for as long as \`minRemaining\` asks.
`;
