import type { Approval, Campaign, Maintenance, Stage, VersionUpgrade } from '#domain/campaign/campaign.ts';

import { aHealthPolicy } from './a-health-reading.ts';

const minute = 60_000;

/** A campaign of one stage that takes every cluster to 1.34, one at a time, at any hour; say what differs. */
export function aCampaign(
  over?: Partial<Omit<Campaign, 'upgrade'>>,
): Campaign & { readonly upgrade: VersionUpgrade };
export function aCampaign(over: Partial<Campaign>): Campaign;
export function aCampaign(over: Partial<Campaign> = {}): Campaign {
  return {
    name: 'k8s-1-34',
    labels: {},
    annotations: {},
    upgrade: { type: 'Full', kubernetesVersion: '1.34', allowMultipleHops: false },
    stages: [aStage()],
    cluster: {
      controlPlaneSoakMs: 0,
      pools: { order: ['*'], exclude: [] },
      afterCluster: { soakMs: 0 },
      onAutoUpgradeConflict: 'Fail',
      onBusy: { waitMs: 120 * minute, afterwards: 'Skip' },
      onStopped: 'Skip',
      holdTag: 'drydock-hold',
    },
    nodePools: {
      defaults: {
        upgradeSettings: { maxSurge: '1', maxUnavailable: '0' },
        restoreUpgradeSettings: true,
        soakMs: 0,
        timeoutMs: 240 * minute,
        stalledDrain: { notifyAfterMs: 10 * minute, afterwards: 'Wait', afterMs: 20 * minute },
      },
      overrides: [],
    },
    maintenance: null,
    approval: { identity: 'Claimed' },
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
    forceUpgrade: null,
    baseline: { noRegression: false, threshold: 'high', waivers: [] },
    soaksAcrossRuns: false,
    rollback: { nodePools: 'Ask' },
    health: aHealthPolicy(),
    timeouts: { clusterMs: 720 * minute, campaignMs: 60 * 24 * 60 * minute },
    ...over,
  };
}

export function aStage(over: Partial<Stage> = {}): Stage {
  return {
    name: 'all',
    clusters: [{ subscriptions: ['*'], resourceGroups: [], locations: [], tags: {} }],
    exclude: [],
    expect: { min: 1, max: null },
    maxConcurrency: 1,
    soakMs: 0,
    approval: anApproval(),
    failurePolicy: { maxFailures: 0, minSuccess: '100%', maxConsecutive: 1, onExceeded: 'Pause' },
    ...over,
  };
}

/** One person, within three days; say what differs. */
export function anApproval(over: Partial<Approval> = {}): Approval {
  return {
    required: true,
    approvers: [],
    quorum: 1,
    expiresMs: 72 * 60 * minute,
    onExpiry: 'Pause',
    ...over,
  };
}

/** A stage of the clusters whose tag `ring` has the stage's name. */
export function aRing(name: string, over: Partial<Stage> = {}): Stage {
  const selector = { subscriptions: ['*'], resourceGroups: [], locations: [], tags: { ring: name } };
  return aStage({ name, clusters: [selector], ...over });
}

/** Every day from 22:00 UTC for four hours. */
export function aNightlyWindow(over: Partial<Maintenance> = {}): Maintenance {
  return {
    source: 'Spec',
    timezone: 'UTC',
    windows: [
      {
        schedule: { daily: { intervalDays: 1 } },
        startTime: '22:00',
        durationHours: 4,
        notAllowedDates: [],
      },
    ],
    onClose: 'FinishPool',
    minRemainingMs: 45 * minute,
    ...over,
  };
}
