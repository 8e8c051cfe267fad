import type { Campaign, Maintenance, NodePoolOverride, Stage } from '#domain/campaign/campaign.ts';
import type { StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import type { CampaignFile } from '../schema/campaign-file.ts';
import { windowsOf } from '../schema/maintenance.ts';
import { toControlWaivers } from './to-control-waivers.ts';
import { toHealth } from './to-health.ts';
import { toReboot } from './to-reboot.ts';
import { toRemovalWaivers } from './to-removal-waivers.ts';

type Spec = CampaignFile['spec'];

/** A sound file as the domain sees it: plain data, no field that is undefined. */
export function toCampaign({ metadata, spec }: Pick<CampaignFile, 'metadata' | 'spec'>): Campaign {
  return {
    ...metadata,
    upgrade: toUpgrade(spec),
    stages: spec.stages.map(toStage),
    cluster: {
      controlPlaneSoakMs: spec.cluster.controlPlaneSoak,
      pools: spec.cluster.pools,
      afterCluster: { soakMs: spec.cluster.afterCluster.soak },
      onAutoUpgradeConflict: spec.cluster.onAutoUpgradeConflict,
      onBusy: { waitMs: spec.cluster.onBusy.wait, afterwards: spec.cluster.onBusy.then },
      onStopped: spec.cluster.onStopped,
      holdTag: spec.cluster.holdTag,
    },
    nodePools: toNodePools(spec.nodePools),
    maintenance: spec.maintenance ? toMaintenance(spec.maintenance) : null,
    preflight: {
      ...spec.preflight,
      removedApisWaivers: toRemovalWaivers(spec.preflight.removedApisWaivers),
    },
    rollback: { nodePools: spec.rollback.nodePools },
    forceUpgrade: spec.forceUpgrade
      ? { approvers: spec.forceUpgrade.approvers, longestMs: spec.forceUpgrade.longest }
      : null,
    approval: spec.approval,
    health: toHealth(spec.health),
    baseline: { ...spec.baseline, waivers: toControlWaivers(spec.baseline.waivers) },
    soaksAcrossRuns: false,
    timeouts: { clusterMs: spec.timeouts.cluster, campaignMs: spec.timeouts.campaign },
  };
}

function toUpgrade({ upgrade, reboot, migrate }: Spec): Campaign['upgrade'] {
  const { type, kubernetesVersion, allowMultipleHops, nodeImageSelection = 'Latest' } = upgrade;
  if (type === 'Reboot') return { type, reboot: toReboot(reboot) };
  if (type === 'NodeImageOnly') return { type, nodeImageSelection };
  // The schema asks for these.
  if (type === 'Migrate') {
    if (migrate === undefined) throw new TypeError('type Migrate without migrate');
    const { drainTimeout, ...terms } = migrate;
    return { type, migrate: { ...terms, drainTimeoutMs: drainTimeout } };
  }
  if (kubernetesVersion === undefined) throw new TypeError(`type ${type} without a version`);
  return { type, kubernetesVersion, allowMultipleHops };
}

function toStage({ soak, expect, approval, ...stage }: Spec['stages'][number]): Stage {
  const { expires, ...asked } = approval;
  return {
    ...stage,
    expect: { min: expect.min, max: expect.max ?? null },
    soakMs: soak,
    approval: { ...asked, expiresMs: asked.required ? expires : null },
  };
}

function toNodePools({ defaults, overrides, previewApiVersion }: Spec['nodePools']): Campaign['nodePools'] {
  const { soak, timeout, stalledDrain, ...others } = defaults;
  return {
    ...(previewApiVersion && { previewApiVersion }),
    defaults: {
      ...others,
      soakMs: soak,
      timeoutMs: timeout,
      stalledDrain: toStalledDrain(stalledDrain),
    },
    overrides: overrides.map(({ match, ...settings }) => ({ match, settings: toOverride(settings) })),
  };
}

function toOverride({
  soak,
  timeout,
  stalledDrain,
  ...others
}: Omit<Spec['nodePools']['overrides'][number], 'match'>): NodePoolOverride['settings'] {
  return {
    ...others,
    ...(soak === undefined ? {} : { soakMs: soak }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(stalledDrain === undefined ? {} : { stalledDrain: toStalledDrainOverride(stalledDrain) }),
  };
}

function toMaintenance(maintenance: NonNullable<Spec['maintenance']>): Maintenance {
  const { source, timezone = 'UTC', onClose, minRemaining } = maintenance;
  const windows = source === 'Cluster' ? [] : windowsOf(maintenance);
  return { source, timezone, windows, onClose, minRemainingMs: minRemaining };
}

function toStalledDrain(written: Spec['nodePools']['defaults']['stalledDrain']): StalledDrainPolicy {
  const { notifyAfter, then: afterwards, after } = written;
  return { notifyAfterMs: notifyAfter, afterwards, afterMs: after };
}

function toStalledDrainOverride(
  written: NonNullable<Spec['nodePools']['overrides'][number]['stalledDrain']>,
): Partial<StalledDrainPolicy> {
  const { notifyAfter, then: afterwards, after } = written;
  return {
    ...(notifyAfter === undefined ? {} : { notifyAfterMs: notifyAfter }),
    ...(afterwards === undefined ? {} : { afterwards }),
    ...(after === undefined ? {} : { afterMs: after }),
  };
}
