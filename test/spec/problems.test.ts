import { describe, expect, it } from 'vitest';
import { parseCampaign } from '#spec/parse.ts';
import { aCampaignFile, aStageText, problemsOf } from '../builders/a-campaign-file.ts';
import { privilegedImage } from '../builders/privileged-pod.ts';

const inStage = (fields: string) => aCampaignFile({ stages: [aStageText(fields)] });
const inSpec = (...spec: string[]) => aCampaignFile({ spec });
const aMigration = (fields: string) =>
  aCampaignFile({ upgrade: '{ type: Migrate }', spec: [`migrate: { ${fields} }`] });
const aReboot = (fields: string) =>
  aCampaignFile({ upgrade: '{ type: Reboot }', spec: [`reboot: { ${fields} }`] });
const inWindow = (fields: string, schedule = 'daily: {}') =>
  inSpec(
    'maintenance:',
    '  timezone: UTC',
    `  maintenanceWindow: { schedule: { ${schedule} }, startTime: "22:00", durationHours: 6${fields} }`,
  );
const selecting = (selector: string) =>
  aCampaignFile({ stages: [`{ name: test, clusters: [${selector}] }`] });
const stage = 'spec.stages[0]';
const window = 'spec.maintenance.maintenanceWindow';

describe('A value of the wrong kind is named with what was expected and what was found', () => {
  it.each([
    [
      inStage('maxConcurrency: quarter'),
      `${stage}.maxConcurrency: expected a number or a percentage, got "quarter"`,
    ],
    [
      inStage('maxConcurrency: 0'),
      `${stage}.maxConcurrency: expected a number or a percentage, at least 1, got 0`,
    ],
    [
      inStage('maxConcurrency: 0%'),
      `${stage}.maxConcurrency: expected a number or a percentage, at least 1, got "0%"`,
    ],
    [
      inStage('maxConcurrency: 101%'),
      `${stage}.maxConcurrency: expected a number or a percentage, got "101%"`,
    ],
    [inStage('soak: 5x'), `${stage}.soak: expected a duration such as 30m, 12h or 2d, got "5x"`],
    [inStage('soak: 10'), `${stage}.soak: expected a duration such as 30m, 12h or 2d, got 10`],
    [inStage('soak: 400d'), `${stage}.soak: expected a duration from 0s to 366d, got "400d"`],
    [inStage('soak:'), `${stage}.soak: expected a duration such as 30m, 12h or 2d, got nothing`],
    [
      inStage('failurePolicy: { minSuccess: 90 }'),
      `${stage}.failurePolicy.minSuccess: expected a percentage such as "90%", got 90`,
    ],
    [inStage('approval: { required: yes }'), `${stage}.approval.required: expected true or false, got "yes"`],
    [inStage('approval: oncall'), `${stage}.approval: expected a map of fields, got "oncall"`],
    [inStage('exclude: {}'), `${stage}.exclude: expected a list, got a map`],
    [
      aCampaignFile({ upgrade: '{ kubernetesVersion: 1.30 }' }),
      'spec.upgrade.kubernetesVersion: expected a Kubernetes version in quotes, such as "1.34" or "1.34.1", got 1.30',
    ],
    [
      aCampaignFile({ upgrade: '{ kubernetesVersion: "1.34", type: NodeImageOnly }' }),
      'spec.upgrade.kubernetesVersion: has no place beside type NodeImageOnly, which leaves versions as they are; remove it',
    ],
    [
      aCampaignFile({ upgrade: '{ kubernetesVersion: "1.34", nodeImageSelection: Consistent }' }),
      'spec.upgrade.nodeImageSelection: has no place beside type Full, whose pools get the newest image with their version; remove it',
    ],
    [
      aCampaignFile({ upgrade: '{ type: NodeImageOnly, nodeImageSelection: Newest }' }),
      'spec.upgrade.nodeImageSelection: expected Latest or Consistent, got "Newest"',
    ],
    [
      aCampaignFile({ upgrade: '{ kubernetesVersion: "1.34", type: Reboot }' }),
      'spec.upgrade.kubernetesVersion: has no place beside type Reboot, which leaves versions as they are; remove it',
    ],
    [inSpec('reboot: { kured: HoldLock }'), 'spec.reboot: has no place beside upgrade.type Full; remove it'],
    [
      aCampaignFile({ upgrade: '{ type: Reboot }', spec: ['reboot: { methods: [Reimage] }'] }),
      'spec.reboot.methods[0]: expected NodeImage, Restart, Replace or PrivilegedPod, got "Reimage"',
    ],
    [
      aCampaignFile({ upgrade: '{ type: Reboot }', spec: ['reboot: { methods: [PrivilegedPod] }'] }),
      'spec.reboot.privilegedPod: is required for the method PrivilegedPod: its image, and acknowledge: RootOnNodes',
    ],
    [
      aCampaignFile({
        upgrade: '{ type: Reboot }',
        spec: [`reboot: { methods: [PrivilegedPod], privilegedPod: { image: "${privilegedImage}" } }`],
      }),
      'spec.reboot.privilegedPod.acknowledge: missing; expected RootOnNodes',
    ],
    [
      aCampaignFile({
        upgrade: '{ type: Reboot }',
        spec: [`reboot: { privilegedPod: { image: "${privilegedImage}", acknowledge: RootOnNodes } }`],
      }),
      'spec.reboot.privilegedPod: has no place without PrivilegedPod in methods; remove it',
    ],
    [
      aReboot('methods: [PrivilegedPod], privilegedPod: { image: "busybox:1.36", acknowledge: RootOnNodes }'),
      'spec.reboot.privilegedPod.image: expected an image by digest, such as registry.example/busybox@sha256:…, got "busybox:1.36"',
    ],
    [
      aReboot('kuredMetric: { address: "https://prometheus.example.com" }'),
      'spec.reboot.kuredMetric: has no place beside kured: Leave, which never checks which nodes wait; remove it',
    ],
    [
      aReboot('kured: HoldLock, kuredMetric: { address: "http://prometheus.example.com" }'),
      'spec.reboot.kuredMetric.address: expected an https URL, got "http://prometheus.example.com"',
    ],
    [
      aReboot(
        'kured: HoldLock, kuredMetric: { address: "https://prometheus.example.com", azureMonitor: true }',
      ),
      "spec.reboot.kuredMetric.address: is no Azure Monitor workspace (*.prometheus.monitor.azure.com); the worker's identity goes nowhere else",
    ],
    [
      aReboot('kured: HoldLock, kuredMetric: { address: "https://p.example.com", query: "up_{{node}}" }'),
      'spec.reboot.kuredMetric.query: {{node}} cannot be filled; known are {{cluster}}, {{resourceGroup}}, {{subscription}}',
    ],
    [aCampaignFile({ upgrade: '{ type: Migrate }' }), 'spec.migrate: is required with upgrade.type Migrate'],
    [
      inSpec('migrate: { from: [Windows2022], to: Windows2025, suffix: b }'),
      'spec.migrate: has no place beside upgrade.type Full; remove it',
    ],
    [
      aMigration('from: [Windows2022, Windows2025], to: Windows2025, suffix: b'),
      'spec.migrate.to: is one of those in from; remove it there',
    ],
    [
      aMigration('from: [Ubuntu2204], to: Windows2025, suffix: b'),
      'spec.migrate.to: cannot run the workloads of Ubuntu2204',
    ],
    [
      aMigration('from: [Windows2022], to: Windows2025, suffix: -b'),
      'spec.migrate.suffix: expected one to four lower-case letters and digits, got "-b"',
    ],
    [
      aCampaignFile({ upgrade: '{ kubernetesVersion: "1.34", type: full }' }),
      'spec.upgrade.type: expected Full, ControlPlaneOnly, NodePoolsOnly, NodeImageOnly, Reboot or Migrate, got "full"; did you mean Full?',
    ],
    [
      aCampaignFile({ metadata: '{ name: k8s, labels: { team: 1 } }' }),
      'metadata.labels.team: expected text (numbers, true and false in quotes), got 1',
    ],
    [
      inSpec('nodePools: { defaults: { upgradeSettings: { drainTimeoutInMinutes: 1441 } } }'),
      'spec.nodePools.defaults.upgradeSettings.drainTimeoutInMinutes: expected a whole number from 1 to 1440, got 1441',
    ],
    [
      inSpec('nodePools: { defaults: { upgradeSettings: { nodeSoakDurationInMinutes: 31 } } }'),
      'spec.nodePools.defaults.upgradeSettings.nodeSoakDurationInMinutes: expected a whole number from 0 to 30, got 31',
    ],
    [
      inSpec('nodePools: { defaults: { upgradeSettings: { maxSurge: "0%" } } }'),
      'spec.nodePools.defaults.upgradeSettings.maxSurge: expected a number of nodes or a percentage, such as "1" or "33%", got "0%"',
    ],
    [
      inSpec('timeouts: { cluster: 0s }'),
      'spec.timeouts.cluster: expected a duration from 1m to 366d, got "0s"',
    ],
    [
      inWindow(', startDate: 2026-02-30'),
      `${window}.startDate: expected a date such as "2026-11-20", got "2026-02-30"`,
    ],
    [
      inWindow('').replace('22:00', '24:00'),
      `${window}.startTime: expected a time of day such as "22:00", got "24:00"`,
    ],
    [
      inWindow('').replace('Hours: 6', 'Hours: 3'),
      `${window}.durationHours: expected a whole number from 4 to 24, got 3`,
    ],
    [
      inWindow('').replace('UTC', '+01:00'),
      'spec.maintenance.timezone: "+01:00" is no IANA time zone such as Europe/Berlin',
    ],
    [
      inWindow('').replace('UTC', 'Europe/Berln'),
      'spec.maintenance.timezone: "Europe/Berln" is no IANA time zone; did you mean Europe/Berlin?',
    ],
  ])('in case %#', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it.each(['K8s', '-k8s', 'k8s-', 'a_b', `a${'b'.repeat(63)}`])('and "%s" is no name', (name) => {
    expect(problemsOf(aCampaignFile({ metadata: `{ name: ${name} }` }))).toMatchObject([
      expect.stringContaining('metadata.name: expected a name of lower-case letters'),
    ]);
  });
});

describe('A field that is missing is named, and the place where it belongs', () => {
  it.each([
    [aCampaignFile({ metadata: '{}' }), 3, 1, 'metadata.name'],
    [aCampaignFile({ upgrade: '{}' }), 5, 3, 'spec.upgrade.kubernetesVersion'],
    [aCampaignFile({ stages: ['{ name: test }'] }), 7, 7, 'spec.stages[0].clusters'],
    [inWindow('').replace(/startTime: "22:00", /, ''), 10, 5, `${window}.startTime`],
    ['kind: UpgradeCampaign\nmetadata: { name: a }', 1, 1, 'apiVersion'],
  ])('in case %#', (text, line, column, path) => {
    const parsed = parseCampaign(text, 'a.yaml');
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? [] : parsed.problems).toContainEqual({
      file: 'a.yaml',
      line,
      column,
      path,
      message: expect.stringMatching(/^missing; expected/),
    });
  });
});

describe('Fields that do not fit together are refused', () => {
  const pools = (fields: string) => inSpec(`nodePools: { ${fields} }`);
  const settings = 'spec.nodePools.overrides[0].upgradeSettings';
  const id = '/subscriptions/s/resourcegroups/g/providers/microsoft.containerservice/managedclusters/c';
  it.each([
    [inStage('expect: { min: 3, max: 2 }'), `${stage}.expect.max: must be at least min (3)`],
    [
      aCampaignFile({ stages: [aStageText(), aStageText()] }),
      'spec.stages[1].name: "test" is already the name of stages[0]',
    ],
    [inStage('approval: { approvers: [a, b, a] }'), `${stage}.approval.approvers[2]: "a" is named twice`],
    [
      inStage('approval: { approvers: [a, b], quorum: 3 }'),
      `${stage}.approval.quorum: needs 3 people, but approvers names 2`,
    ],
    [
      inStage('approval: { quorum: 0 }'),
      `${stage}.approval.quorum: expected a whole number, at least 1, got 0`,
    ],
    [
      inStage('approval: { expires: 0s }'),
      `${stage}.approval.expires: expected a duration from 1m to 366d, got "0s"`,
    ],
    [
      inStage('approval: { onExpiry: Skip }'),
      `${stage}.approval.onExpiry: expected Pause or Abort, got "Skip"`,
    ],
    [
      inSpec('cluster: { onBusy: { wait: soon } }'),
      'spec.cluster.onBusy.wait: expected a duration such as 30m, 12h or 2d, got "soon"',
    ],
    [
      inSpec('cluster: { onBusy: { then: Wait } }'),
      'spec.cluster.onBusy.then: expected Skip or Fail, got "Wait"',
    ],
    [inSpec('cluster: { onStopped: Start }'), 'spec.cluster.onStopped: expected Skip or Fail, got "Start"'],
    [
      inSpec('cluster: { onAutoUpgradeConflict: Ignore }'),
      'spec.cluster.onAutoUpgradeConflict: expected Fail or Suspend, got "Ignore"',
    ],
    [
      inStage('approval: { required: false, approvers: [a] }'),
      `${stage}.approval.approvers: no approval is requested: required is false; remove one of the two`,
    ],
    [selecting('{}'), `${stage}.clusters[0]: selects nothing; for every cluster write subscriptions: ["*"]`],
    [
      selecting('{ subscriptions: [] }'),
      `${stage}.clusters[0]: selects nothing; for every cluster write subscriptions: ["*"]`,
    ],
    [
      selecting(`{ resourceId: ${id}, tags: { a: b } }`),
      `${stage}.clusters[0]: resourceId names one cluster; it cannot be combined with other fields`,
    ],
    [
      aCampaignFile({ stages: ['{ name: test, clusters: [] }'] }),
      `${stage}.clusters: needs at least one selector`,
    ],
    [
      pools('defaults: { upgradeSettings: { maxSurge: "0" } }'),
      'spec.nodePools.defaults.upgradeSettings.maxSurge: "0" together with maxUnavailable "0" upgrades no node; give one of them at least "1"',
    ],
    [
      pools('overrides: [{ match: { name: a }, upgradeSettings: { maxSurge: 0 } }]'),
      `${settings}.maxSurge: "0" together with maxUnavailable "0" upgrades no node; give one of them at least "1"`,
    ],
    [
      pools('defaults: { upgradeStrategy: BlueGreen }'),
      'spec.nodePools.defaults.upgradeStrategy: only a preview version of the AKS API takes it; set nodePools.previewApiVersion, for example to 2026-01-02-preview',
    ],
    [
      pools('overrides: [{ match: { mode: User }, upgradeSettingsBlueGreen: { drainBatchSize: 2 } }]'),
      'spec.nodePools.overrides[0].upgradeSettingsBlueGreen: only a preview version of the AKS API takes it; set nodePools.previewApiVersion, for example to 2026-01-02-preview',
    ],
    [
      pools('previewApiVersion: 2026-06-01'),
      'spec.nodePools.previewApiVersion: expected a preview version of the AKS API, at least 2025-08-02-preview, got "2026-06-01"',
    ],
    [
      pools('previewApiVersion: 2025-07-02-preview'),
      'spec.nodePools.previewApiVersion: expected a preview version of the AKS API, at least 2025-08-02-preview, got "2025-07-02-preview"',
    ],
    [
      pools('overrides: [{ match: { mode: System }, upgradeSettings: { maxUnavailable: 1 } }]'),
      `${settings}.maxUnavailable: Azure refuses maxUnavailable on system pools`,
    ],
    [
      pools('overrides: [{ match: {}, soak: 1m }]'),
      'spec.nodePools.overrides[0].match: matches every pool; name at least one of name, osType, mode and scaleSetPriority, or write it into defaults',
    ],
    [
      pools('defaults: { stalledDrain: { notifyAfter: 30m } }'),
      'spec.nodePools.defaults.stalledDrain.after: is shorter than notifyAfter',
    ],
    [
      pools('overrides: [{ match: { name: a }, stalledDrain: { notifyAfter: 30m, after: 20m } }]'),
      'spec.nodePools.overrides[0].stalledDrain.after: is shorter than notifyAfter',
    ],
    [
      pools('overrides: [{ match: { name: a } }]'),
      'spec.nodePools.overrides[0]: changes nothing; name at least one setting',
    ],
    [inSpec('timeouts: { cluster: 61d }'), 'spec.timeouts.cluster: is longer than timeouts.campaign'],
    [
      inStage('soak: 60d'),
      'spec.timeouts.campaign: must be longer than the soaks of all stages together (60d)',
    ],
    [
      inSpec('maintenance: { source: Merge, timezone: UTC }'),
      'spec.maintenance.maintenanceWindow: missing; expected a map of fields',
    ],
    [
      inWindow('').replace('  timezone: UTC\n', ''),
      'spec.maintenance.timezone: missing; expected a time zone such as Europe/Berlin',
    ],
    [
      inWindow('').replace('UTC', 'UTC\n    minRemaining: 6h'),
      'spec.maintenance.minRemaining: must be shorter than the window (6h), or nothing ever begins',
    ],
    ...(
      [
        ['saturday', '; did you mean Saturday?'],
        ['Satruday', '; did you mean Saturday?'],
        ['Wedneday', '; did you mean Wednesday?'],
        ['Sabbath', ''],
      ] as const
    ).map(
      ([day, hint]) =>
        [
          inWindow('', `weekly: { dayOfWeek: ${day} }`),
          `${window}.schedule.weekly.dayOfWeek: expected Sunday, Monday, Tuesday, Wednesday, Thursday, Friday or Saturday, got "${day}"${hint}`,
        ] as [string, string],
    ),
    [
      inWindow('', 'daily: {}, weekly: { dayOfWeek: Friday }'),
      `${window}.schedule: needs exactly one of daily, weekly, absoluteMonthly and relativeMonthly`,
    ],
    [
      inWindow('', ''),
      `${window}.schedule: needs exactly one of daily, weekly, absoluteMonthly and relativeMonthly`,
    ],
    [
      inWindow('', 'daily: { intervalDays: 2 }'),
      `${window}.startDate: missing: an interval above 1 is counted from startDate`,
    ],
    [
      inWindow(', startDate: 2026-02-01', 'absoluteMonthly: { intervalMonths: 12, dayOfMonth: 30 }'),
      `${window}.schedule: this window can never open: none of its months has that day`,
    ],
    [
      inWindow(', notAllowedDates: [{ start: 2026-12-02, end: 2026-12-01 }]'),
      `${window}.notAllowedDates[0].end: lies before start (2026-12-02)`,
    ],
  ])('in case %#', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('even where other fields around them are wrong', () => {
    const text = aCampaignFile({
      stages: [aStageText('soak: x'), aStageText('frob: 1')],
      spec: [
        'maintenance:',
        '  minRemaining: 6h',
        '  timezone: Mars',
        '  frob: 1',
        '  maintenanceWindow:',
        '    { schedule: { daily: { intervalDays: 2 } }, startTime: x, durationHours: 4, frob: 1 }',
      ],
    });
    expect(problemsOf(text).map((problem) => problem.split(':')[0])).toEqual([
      'spec.stages[0].soak',
      'spec.stages[1].name',
      'spec.stages[1].frob',
      'spec.maintenance.minRemaining',
      'spec.maintenance.timezone',
      'spec.maintenance.frob',
      `${window}.startDate`,
      `${window}.startTime`,
      `${window}.frob`,
    ]);
  });
});
