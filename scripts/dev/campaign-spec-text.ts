/** What docs/campaign-spec.md says before the tables of fields. */
export const INTRODUCTION = `# The campaign file

Here is every field of a campaign file, with its values and default. One YAML file is one campaign. \`drydock validate -f FILE\`
reports all its problems at once, each with file:line:column; a file with a problem starts nothing (exit code 65). What only
the fleet shows, such as a selection without a cluster, is reported by \`plan\` (exit code 6).

- No field is ignored silently: an unknown field is refused, a field without effect in its place gets a
  warning.
- Where an object mirrors Azure it keeps Azure's names and casing, so that JSON from ARM or \`az\` can be pasted.
- Durations are written Go style (\`90s\`, \`1h30m\`, \`2d\`) or as ISO 8601 (\`PT1H30M\`).
- Drydock's percentages round down, at least 1; those of \`upgradeSettings\` are Azure's, which rounds up.
- Defaults are safe: one cluster, one pool, one node at a time, stop at the first failure, require an approval before
  the next stage.
- For an editor with a YAML language server, write the schema beside the file with
  \`drydock schema > campaign.schema.json\` (\`drydock schema nightly > nightly.schema.json\`) and begin the file with
  \`# yaml-language-server: $schema=campaign.schema.json\`.
`;

/** What it says after them. */
export const RULES = `## Rules about several fields

- Names of stages are unique.
- A selector is either one \`resourceId\`, or lists and tags, of which the cluster must match every one given. An
  empty selector is refused; every cluster is \`subscriptions: ["*"]\`.
- \`approvers\` need \`approval.required\`; no name may appear twice. \`quorum\` is at most the number
  of named approvers (not with \`approval.identity: Entra\`, whose approvers may be groups); a person counts once, and the person who started the campaign does not count.
- \`maxSurge\` and \`maxUnavailable\` are not both zero, neither in the defaults nor after an override.
  Azure accepts \`maxUnavailable\` for user pools only.
- An override names at least one thing to match and at least one setting.
- \`minRemaining\` is shorter than the window; \`timeouts.cluster\` is not longer than \`timeouts.campaign\`, which is
  longer than the soaks of all stages together.
- A window that does not open within ten years is refused (exit code 65).
- A metric has one source, \`prometheus\` with \`success\` or \`web\`, and a unique name; \`failureLimit\` is less than
  \`count\`, and \`count\` measurements take no more than 2 h. \`jsonPath\` and \`expect\` go together; \`azureMonitor\`
  needs an address of Azure Monitor and no token.

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

- \`{{cluster}}\`, \`{{resourceGroup}}\` and \`{{subscription}}\` are those of the cluster in progress, as Azure spells
  them; in addresses they are encoded. There is no \`{{pool}}\`: cluster and pools are measured alike.
- A metric that fails before a step is not judged after it. What follows from the others:
  [safety.md](safety/health.md#metrics).

## Busy, stopped and held clusters

- \`onBusy\`: another operation runs on the cluster, or another campaign has it. Drydock never aborts
  another's operation; it waits, then defers the cluster to the end of the stage (Skip; its status is Deferred) or counts it as failed (Fail).
- \`onStopped\`: Skip skips a stopped cluster; Fail blocks the plan until it is started or excluded.
- \`onAutoUpgradeConflict\`: AKS refuses to upgrade a control plane alone while an automatic upgrade channel is set.
  Fail skips such a cluster. Suspend sets the channel to none as its first step and restores it as its last;
  the plan shows both. The channel of node images (\`nodeOSUpgradeChannel\`) stays as it is.
- \`holdTag\` skips a cluster or pool, whatever the rules above say.

## Calendar

- \`startTime\`, \`startDate\` and \`notAllowedDates\` are read in \`maintenance.timezone\`. A window begins at the wall
  time \`startTime\` and stays open for \`durationHours\` elapsed hours, also when the clocks change while it is open.
  A start that does not exist that day moves by the length of the gap (02:30 becomes 03:30; never skipped);
  a start that occurs twice means the first.
- \`startDate\` is included; no window begins before it. Intervals are counted from it: days from that day, weeks
  from its calendar week (weeks begin on Sunday, as AKS counts), months from its month; an interval above 1 needs
  it. A month without \`dayOfMonth\` has no window. \`Last\` is the last such weekday, the fourth or the fifth.
- \`notAllowedDates\` are whole local days, both ends included, from the first instant of \`start\` to the first
  instant of the day after \`end\`. They are subtracted: the rest of a window stays, in one part or several.
  A window that they exclude for ten years is refused, by \`validate\`, \`plan\` and \`start\`; \`windows\` says that nothing opens.
- \`maintenanceWindows\` lists several windows, such as one of Saturday and one of Sunday, in the same time zone; the
  campaign may act while one of them is open. A whole day is \`startTime: "00:00"\` with \`durationHours: 24\`:
  24 elapsed hours, so where clocks go back it closes an hour before midnight; \`windows\` says so beside it (\`clocksChanged\` in JSON).
- Nothing starts with less of the window left than \`minRemaining\`, or than a pool or control plane is predicted to take
  by earlier measured runs; adjacent windows count as one. With \`onClose: FinishPool\` an operation that Azure has
  accepted finishes after the window closes, and the next pool waits for the next window.
- \`source\` says whose windows count: \`Spec\` the file's, \`Cluster\` those that each cluster has in Azure, \`Merge\` the
  moments at which both are open. A cluster's own is its AKS maintenance configuration
  \`aksManagedAutoUpgradeSchedule\`; where it has none, \`default\`, weekly hours in UTC or a window; with neither,
  it has no window of its own. AKS counts in a fixed offset from UTC, so its windows move by an hour against the
  wall clock twice a year. \`plan\` reads and lists them for each cluster; they are read again before each
  change, and an approval depends on them only where one never opens.
- A cluster's window that cannot be read, or has an unknown form, counts as closed: nothing starts,
  \`status\` names the missing permission, and it is read again every hour. Where the cluster's window
  and the file's are not open together for \`minRemaining\` within ten years, the plan skips the cluster.
`;
