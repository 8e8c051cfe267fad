import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCampaign } from '#spec/parse.ts';
import { parseAnyFile } from '#spec/parse-any-file.ts';
import { aCampaignFile, aStageText, problemsOf } from '../builders/a-campaign-file.ts';
import { aHealthPolicy, theChecks } from '../builders/a-health-reading.ts';

const minute = 60_000;
const hour = 60 * minute;
const folder = join(import.meta.dirname, '../../examples');
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

describe('A valid campaign file', () => {
  it.each(examples)('is examples/$name, without a warning', ({ name, text }) => {
    expect(parseAnyFile(text, name)).toMatchObject({ ok: true, warnings: [] });
  });

  it('gets safe defaults for all that it does not say', () => {
    const selector = { subscriptions: [], resourceGroups: [], locations: [], tags: { ring: 'test' } };
    expect(parseCampaign(aCampaignFile(), 'campaign.yaml')).toEqual({
      ok: true,
      warnings: [],
      campaign: {
        name: 'k8s',
        labels: {},
        annotations: {},
        upgrade: { type: 'Full', kubernetesVersion: '1.34', allowMultipleHops: false },
        stages: [
          {
            name: 'test',
            clusters: [selector],
            exclude: [],
            expect: { min: 1, max: null },
            maxConcurrency: 1,
            soakMs: 0,
            approval: {
              required: true,
              approvers: [],
              quorum: 1,
              expiresMs: 72 * hour,
              onExpiry: 'Pause',
            },
            failurePolicy: { maxFailures: 0, minSuccess: '100%', maxConsecutive: 1, onExceeded: 'Pause' },
          },
        ],
        cluster: {
          controlPlaneSoakMs: 10 * minute,
          pools: { order: ['*'], exclude: [] },
          afterCluster: { soakMs: 15 * minute },
          onAutoUpgradeConflict: 'Fail',
          onBusy: { waitMs: 2 * hour, afterwards: 'Skip' },
          onStopped: 'Skip',
          holdTag: 'drydock-hold',
        },
        nodePools: {
          defaults: {
            upgradeSettings: { maxSurge: '1', maxUnavailable: '0' },
            restoreUpgradeSettings: true,
            soakMs: 5 * minute,
            timeoutMs: 4 * hour,
            stalledDrain: { notifyAfterMs: 10 * minute, afterwards: 'Wait', afterMs: 20 * minute },
          },
          overrides: [],
        },
        maintenance: null,
        health: aHealthPolicy(),
        preflight: {
          removedApis: 'Block',
          removedApisMode: 'gate',
          removedApisWaivers: [],
          drainBlockers: 'Block',
          unhealthyNodes: 'Block',
          versionSkew: 'Block',
          quota: 'Block',
          subnetAddresses: 'Block',
          resourceLocks: 'Block',
          availabilityZones: 'Warn',
          supportWindow: 'Warn',
          admissionWebhooks: 'Warn',
          certificates: 'Warn',
          dryRunEvictions: 'Ignore',
          securityBaseline: 'Ignore',
        },
        rollback: { nodePools: 'Ask' },
        baseline: { noRegression: true, threshold: 'high', waivers: [] },
        approval: { identity: 'Claimed' },
        forceUpgrade: null,
        soaksAcrossRuns: false,
        timeouts: { clusterMs: 12 * hour, campaignMs: 60 * 24 * hour },
      },
    });
  });

  it('may use aliases, Windows line ends, a byte order mark and an empty document at its end', () => {
    const shared = 'nodePools: { defaults: { soak: &soak 1m, timeout: *soak } }';
    const text = `\uFEFF${aCampaignFile({ spec: [shared] }).replaceAll('\n', '\r\n')}\r\n---\r\n# nothing\r\n`;
    expect(parseCampaign(text, 'campaign.yaml')).toMatchObject({
      ok: true,
      campaign: { nodePools: { defaults: { soakMs: minute, timeoutMs: minute } } },
    });
  });
});

describe('The fields of a campaign file', () => {
  it('reaches the domain with every field that it says', () => {
    const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c';
    const text = aCampaignFile({
      stages: [
        `{ name: a, clusters: [{ resourceId: ${id} }], maxConcurrency: 25%, soak: PT12H, expect: { max: 5 } }`,
        aStageText(
          'failurePolicy: { maxFailures: 10%, minSuccess: 90%, maxConsecutive: 2, onExceeded: Abort }, approval: { approvers: [x, y], quorum: 2, expires: PT24H, onExpiry: Abort }',
          'b',
        ),
        aStageText('approval: { required: false }, failurePolicy: { onExceeded: Rollback }', 'c'),
      ],
      spec: [
        'cluster:',
        '  { onAutoUpgradeConflict: Suspend, onBusy: { wait: 30m, then: Fail }, onStopped: Fail }',
        'nodePools:',
        '  defaults: { upgradeSettings: { maxSurge: 33%, drainTimeoutInMinutes: 90 } }',
        '  overrides: [{ match: { name: "gpu*" }, upgradeSettings: { maxSurge: 2 }, soak: 30m, timeout: 8h, stalledDrain: { then: Ask } }]',
        'preflight: { drainBlockers: Warn, supportWindow: Block, quota: Ignore }',
        'rollback: { nodePools: OnFailure, onControlPlaneFailure: Hold }',
        'maintenance:',
        '  timezone: Europe/Berlin',
        '  maintenanceWindow:',
        '    { schedule: { weekly: { dayOfWeek: Saturday } }, startTime: 22:00, durationHours: 6 }',
      ],
    });
    expect(parseCampaign(text, 'campaign.yaml')).toMatchObject({
      ok: true,
      campaign: {
        stages: [
          {
            clusters: [{ resourceId: id }],
            maxConcurrency: '25%',
            soakMs: 12 * hour,
            expect: { min: 1, max: 5 },
          },
          {
            failurePolicy: { maxFailures: '10%', minSuccess: '90%', maxConsecutive: 2, onExceeded: 'Abort' },
            approval: {
              required: true,
              approvers: ['x', 'y'],
              quorum: 2,
              expiresMs: 24 * hour,
              onExpiry: 'Abort',
            },
          },
          { approval: { required: false, expiresMs: null }, failurePolicy: { onExceeded: 'Rollback' } },
        ],
        cluster: {
          onAutoUpgradeConflict: 'Suspend',
          onBusy: { waitMs: 30 * minute, afterwards: 'Fail' },
          onStopped: 'Fail',
        },
        nodePools: {
          defaults: { upgradeSettings: { maxSurge: '33%', maxUnavailable: '0', drainTimeoutInMinutes: 90 } },
          overrides: [
            {
              match: { name: 'gpu*' },
              settings: {
                upgradeSettings: { maxSurge: '2' },
                soakMs: 30 * minute,
                timeoutMs: 8 * hour,
                stalledDrain: { afterwards: 'Ask' },
              },
            },
          ],
        },
        preflight: { drainBlockers: 'Warn', supportWindow: 'Block', quota: 'Ignore', versionSkew: 'Block' },
        rollback: { nodePools: 'OnFailure' },
        maintenance: {
          timezone: 'Europe/Berlin',
          windows: [
            {
              schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Saturday' } },
              startTime: '22:00',
              durationHours: 6,
              notAllowedDates: [],
            },
          ],
          onClose: 'FinishPool',
          minRemainingMs: 45 * minute,
        },
      },
    });
  });

  it('makes the checks of health that it names, and no others', () => {
    const health =
      'health: { at: [AfterPool], checks: { apiServer: {}, pendingPods: { for: 1m } }, settle: 0s }';
    const none = { nodesReady: false, systemPods: false, events: false };
    const nothing = { workloadsAvailable: null, podsRestarting: null, failedJobs: null };
    expect(parseCampaign(aCampaignFile({ spec: [health] }), 'campaign.yaml')).toMatchObject({
      campaign: {
        health: aHealthPolicy({
          at: ['AfterPool'],
          checks: theChecks({ ...none, ...nothing, pendingPods: { maxNew: 0, forMs: minute } }),
          settleMs: 0,
        }),
      },
    });
  });

  it('may accept uses of API versions that end, in the words of a waiver file', () => {
    const waiver = (more: string) =>
      aCampaignFile({
        spec: [
          `preflight: { removedApisWaivers: [{ apiVersion: policy/v1beta1, kind: PodDisruptionBudget, reason: soon, ${more} }] }`,
        ],
      });
    expect(parseCampaign(waiver('owner: shop, expires: 2026-12-31'), 'campaign.yaml')).toMatchObject({
      campaign: {
        preflight: {
          removedApisWaivers: [
            {
              apiVersion: 'policy/v1beta1',
              kind: 'PodDisruptionBudget',
              namespace: null,
              name: null,
              feature: null,
              reason: 'soon',
              owner: 'shop',
              expires: '2027-01-01T00:00:00.000Z',
            },
          ],
        },
      },
    });
    expect(problemsOf(waiver('owner: shop'))).toEqual([
      expect.stringMatching(
        /^spec\.preflight\.removedApisWaivers\[0\]\.expires: missing; expected the last day/,
      ),
    ]);
    expect(problemsOf(waiver('expires: 2026-12-31'))).toEqual([
      expect.stringMatching(/^spec\.preflight\.removedApisWaivers\[0\]\.owner: missing/),
    ]);
  });
});

describe("A campaign that keeps to the clusters' own windows", () => {
  it('needs none of its own where only they count', () => {
    expect(parseCampaign(aCampaignFile({ spec: ['maintenance: { source: Cluster }'] }), 'f')).toMatchObject({
      ok: true,
      campaign: { maintenance: { source: 'Cluster', timezone: 'UTC', windows: [] } },
    });
  });

  const one = '{ schedule: { daily: {} }, startTime: "22:00", durationHours: 6 }';
  const day = '{ schedule: { weekly: { dayOfWeek: Sunday } }, startTime: "00:00", durationHours: 24 }';
  const maintenance = (...lines: readonly string[]) =>
    aCampaignFile({ spec: ['maintenance:', '  timezone: UTC', ...lines.map((line) => `  ${line}`)] });

  it.each([
    ['one window in the short form', [`maintenanceWindow: ${one}`], ['22:00']],
    ['one window in a list', [`maintenanceWindows: [${one}]`], ['22:00']],
    ['several windows, one of a whole day', [`maintenanceWindows: [${one}, ${day}]`], ['22:00', '00:00']],
    ['none where only clusters count', [`maintenanceWindows: [${one}]`, 'source: Cluster'], []],
    ['several merged', [`maintenanceWindows: [${day}, ${one}]`, 'source: Merge'], ['00:00', '22:00']],
  ])('takes %s', (_what, lines, startTimes) => {
    expect(parseCampaign(maintenance(...lines), 'f')).toMatchObject({
      ok: true,
      campaign: { maintenance: { windows: startTimes.map((startTime) => ({ startTime })) } },
    });
  });

  it.each([
    [
      'both forms',
      [`maintenanceWindow: ${one}`, `maintenanceWindows: [${day}]`],
      'Windows',
      'give it or maintenanceWindow, not both',
    ],
    ['an empty list', ['maintenanceWindows: []'], 'Windows', 'needs at least one window'],
    ['a map in place of a list', [`maintenanceWindows: ${one}`], 'Windows', 'expected a list'],
    ['neither form', [], 'Window', 'missing; expected a map of fields'],
  ])('refuses %s', (_what, lines, field, message) => {
    expect(problemsOf(maintenance(...lines))).toEqual([
      expect.stringContaining(`spec.maintenance.maintenance${field}: ${message}`),
    ]);
  });

  it('keeps to its own too where both are merged', () => {
    const spec = [
      'maintenance:',
      '  source: Merge',
      '  timezone: UTC',
      '  maintenanceWindow: { schedule: { daily: {} }, startTime: "22:00", durationHours: 6 }',
    ];
    expect(parseCampaign(aCampaignFile({ spec }), 'f')).toMatchObject({
      ok: true,
      campaign: { maintenance: { source: 'Merge', windows: [{ startTime: '22:00' }] } },
    });
  });
});

describe('A field that changes nothing where it stands gets a warning', () => {
  const tolerant = (fields: string) =>
    aCampaignFile({ stages: [aStageText(`failurePolicy: { ${fields} }`)] });
  it.each([
    [
      'approval of the last stage',
      aCampaignFile({ stages: [aStageText('approval: { required: true }')] }),
      'spec.stages[0].approval',
    ],
    [
      'node pools of a control plane campaign',
      aCampaignFile({
        upgrade: '{ type: ControlPlaneOnly, kubernetesVersion: "1.34" }',
        spec: ['nodePools: {}'],
      }),
      'spec.nodePools',
    ],
    [
      'many hops of a campaign for images',
      aCampaignFile({ upgrade: '{ type: NodeImageOnly, allowMultipleHops: true }' }),
      'spec.upgrade.allowMultipleHops',
    ],
    [
      'the control plane of a node pool campaign',
      aCampaignFile({
        upgrade: '{ type: NodePoolsOnly, kubernetesVersion: "1.34" }',
        spec: ['cluster: { controlPlaneSoak: 1h }'],
      }),
      'spec.cluster.controlPlaneSoak',
    ],
    ...['quorum: 1', 'expires: 72h', 'onExpiry: Pause'].map((field) => [
      `${field} where no approval is required`,
      aCampaignFile({
        stages: [aStageText(`approval: { required: false, ${field} }`), aStageText('', 'last')],
      }),
      `spec.stages[0].approval.${field.replace(/:.*/, '')}`,
    ]),
    [
      'the rollback of pools that stay as they are',
      aCampaignFile({
        upgrade: '{ type: ControlPlaneOnly, kubernetesVersion: "1.34" }',
        spec: ['rollback: { nodePools: Ask }'],
      }),
      'spec.rollback.nodePools',
    ],
    [
      'a policy that takes pools back which never go',
      aCampaignFile({
        stages: [aStageText('failurePolicy: { onExceeded: Rollback }')],
        spec: ['rollback: { nodePools: Never }'],
      }),
      'spec.stages[0].failurePolicy.onExceeded',
    ],
    [
      "a window where only the clusters' own count",
      aCampaignFile({
        spec: [
          'maintenance:',
          '  source: Cluster',
          '  maintenanceWindow: { schedule: { daily: {} }, startTime: "22:00", durationHours: 6 }',
        ],
      }),
      'spec.maintenance.maintenanceWindow',
    ],
    ...['removedApisMode: full', 'removedApisWaivers: []'].map((field) => [
      `${field} where removed API versions are not checked`,
      aCampaignFile({ spec: [`preflight: { removedApis: Ignore, ${field} }`] }),
      `spec.preflight.${field.replace(/:.*/, '')}`,
    ]),
    [
      'failures that minSuccess does not bear',
      tolerant('maxFailures: 1'),
      'spec.stages[0].failurePolicy.maxFailures',
    ],
    [
      'failures in a row that minSuccess does not bear',
      tolerant('maxConsecutive: 3'),
      'spec.stages[0].failurePolicy.maxConsecutive',
    ],
  ])('%s', (_, text, path) => {
    const parsed = parseCampaign(text, 'campaign.yaml');
    expect(parsed.ok && parsed.warnings).toMatchObject([
      { path, message: expect.stringContaining('changes nothing') },
    ]);
  });
});

describe('Whatever the text', () => {
  const pieces = examples.flatMap(({ text }) => text.split(/(?<=\n)/));
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          'a',
          ':',
          ' ',
          '-',
          '\n',
          '\t',
          '"',
          '[',
          '{',
          '}',
          '*x',
          '&x',
          '!t',
          '#',
          '|',
          '---\n',
          '1',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
    fc.shuffledSubarray(pieces).map((lines) => lines.join('')),
  );

  it('the answer is a campaign or problems that lie in the text, in its order', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseCampaign(text, 'any.yaml');
        if (parsed.ok) return;
        expect(parsed.problems.length).toBeGreaterThan(0);
        let last = 0;
        for (const { line, column } of parsed.problems) {
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
          expect(line).toBeGreaterThanOrEqual(last);
          last = line;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a line left out of an example never makes the answer an exception', () => {
    for (const { text } of examples) {
      const lines = text.split('\n');
      for (const index of lines.keys()) {
        expect(() => problemsOf(lines.toSpliced(index, 1).join('\n'))).not.toThrow();
      }
    }
  });
});
