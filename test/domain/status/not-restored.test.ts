import { expect, it } from 'vitest';
import { listNotRestored, type SettingsToRestore } from '#domain/status/not-restored.ts';

const resourceId =
  '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks';
const nothing: SettingsToRestore = {
  cluster: { name: 'aks', resourceId },
  steps: [{ pool: 'np1', phase: 'Completed', startedAt: '2026-11-20T08:00:00Z' }],
  settings: new Map(),
  channel: null,
  force: null,
  cordoned: [],
};
const aborted = [{ ...nothing.steps[0]!, phase: 'Aborted' }] as const;

it.each<[string, Partial<SettingsToRestore>, readonly object[]]>([
  ['nothing where all is as before', {}, []],
  [
    "each setting of a pool, with the pool's condition",
    { settings: new Map([['np1', { maxSurge: '10%', drainTimeoutInMinutes: 30 }]]), steps: aborted },
    [
      {
        pool: 'np1',
        setting: 'maxSurge',
        value: '10%',
        condition: expect.stringContaining('once the pool is Succeeded'),
        command: expect.stringContaining('--max-surge 10%'),
      },
      {
        pool: 'np1',
        setting: 'drainTimeoutInMinutes',
        value: '30',
        command: expect.stringContaining('--drain-timeout 30'),
      },
    ],
  ],
  [
    'the upgrade channel',
    { channel: 'stable' },
    [{ pool: null, setting: 'upgradeChannel', value: 'stable', command: expect.stringMatching(/stable$/) }],
  ],
  [
    'a force that could not be disabled',
    { force: { until: null } },
    [{ pool: null, setting: 'forceUpgrade', value: 'off', command: expect.stringMatching(/force-upgrade$/) }],
  ],
  [
    'a pool whose workloads have not all moved',
    { cordoned: ['np1'] },
    [{ pool: 'np1', setting: 'schedulable', command: 'kubectl uncordon -l agentpool=np1' }],
  ],
])('what a cluster could not restore is listed: %s', (_, over, entries) => {
  const listed = listNotRestored({ ...nothing, ...over });
  expect(listed).toHaveLength(entries.length);
  expect(listed).toMatchObject(entries);
});
