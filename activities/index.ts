import type { Gateways } from '#gateways/open-gateways.ts';
import { abortOperation } from './abort-operation.ts';
import { assessPool } from './assess-pool.ts';
import { judgePosture, takePosture } from './audit-posture.ts';
import { awaitReboot } from './await-reboot.ts';
import { awaitThaw } from './await-thaw.ts';
import { checkFreezes } from './check-freezes.ts';
import { checkHealth } from './check-health.ts';
import { checkWindow } from './check-window.ts';
import { deleteMachines } from './delete-machines.ts';
import { drainNode } from './drain-node.ts';
import { findNewcomers } from './find-newcomers.ts';
import { findQuarantined } from './find-quarantined.ts';
import { findReboots } from './find-reboots.ts';
import { findTestedImages } from './find-tested-images.ts';
import { noteCluster, noteStage } from './fleet-record.ts';
import { holdKuredLock } from './hold-kured-lock.ts';
import { inspectCluster } from './inspect-cluster.ts';
import { lookAtBoot } from './look-at-boot.ts';
import { lookAtMachine } from './look-at-machine.ts';
import { nameNight } from './name-night.ts';
import { checkFence } from './pace-fence.ts';
import type { PacedInput } from './paced-input.ts';
import { planCampaignActivity } from './plan-campaign.ts';
import { planClusterActivity } from './plan-cluster.ts';
import { preflight } from './preflight.ts';
import { rebootByPod } from './reboot-by-pod.ts';
import { releaseKuredLock } from './release-kured-lock.ts';
import { removeRebootPod } from './remove-reboot-pod.ts';
import { restartNode } from './restart-node.ts';
import { restoreUpgradeSettings } from './restore-upgrade-settings.ts';
import { rollBackNodePool } from './roll-back-node-pool.ts';
import { sayFailure } from './say-failure.ts';
import { scaleNodePool } from './scale-node-pool.ts';
import { setForceUpgrade } from './set-force-upgrade.ts';
import { setUpgradeChannel } from './set-upgrade-channel.ts';
import { setUpgradeSettings } from './set-upgrade-settings.ts';
import { takeBaseline } from './take-baseline.ts';
import { uncordonNode } from './uncordon-node.ts';
import { upgradeControlPlane } from './upgrade-control-plane.ts';
import { upgradeNodeImage } from './upgrade-node-image.ts';
import { upgradeNodePool } from './upgrade-node-pool.ts';
import { verifyControlPlane } from './verify-control-plane.ts';
import { verifyNodes } from './verify-nodes.ts';
import { watchLock } from './watch-lock.ts';
import { watchOperation } from './watch-operation.ts';

/** Everything the workflows can do to the world; each is one effect, safe to repeat. */
export function createActivities(gateways: Gateways) {
  const fenced =
    <I extends PacedInput, O>(activity: (input: I) => Promise<O>) =>
    async (input: I): Promise<O> => {
      try {
        await checkFence(gateways, input.pace);
        return await activity(input);
      } catch (thrown) {
        throw sayFailure(thrown);
      }
    };
  return {
    planCampaign: fenced(planCampaignActivity(gateways)),
    nameNight: fenced(nameNight),
    checkWindow: fenced(checkWindow(gateways)),
    planCluster: fenced(planClusterActivity(gateways)),
    inspectCluster: fenced(inspectCluster(gateways)),
    upgradeControlPlane: fenced(upgradeControlPlane(gateways)),
    upgradeNodeImage: fenced(upgradeNodeImage(gateways)),
    upgradeNodePool: fenced(upgradeNodePool(gateways)),
    rollBackNodePool: fenced(rollBackNodePool(gateways)),
    restoreUpgradeSettings: fenced(restoreUpgradeSettings(gateways)),
    scaleNodePool: fenced(scaleNodePool(gateways)),
    deleteMachines: fenced(deleteMachines(gateways)),
    findTestedImages: fenced(findTestedImages),
    noteStage: fenced(noteStage),
    noteCluster: fenced(noteCluster),
    findNewcomers: fenced(findNewcomers(gateways)),
    findQuarantined: fenced(findQuarantined(gateways)),
    setForceUpgrade: fenced(setForceUpgrade(gateways)),
    setUpgradeChannel: fenced(setUpgradeChannel(gateways)),
    setUpgradeSettings: fenced(setUpgradeSettings(gateways)),
    checkFreezes: fenced(checkFreezes),
    awaitThaw: fenced(awaitThaw),
    watchLock: fenced(watchLock),
    watchOperation: fenced(watchOperation(gateways)),
    verifyControlPlane: fenced(verifyControlPlane(gateways)),
    verifyNodes: fenced(verifyNodes(gateways)),
    assessPool: fenced(assessPool(gateways)),
    preflight: fenced(preflight(gateways)),
    takePosture: fenced(takePosture(gateways)),
    judgePosture: fenced(judgePosture(gateways)),
    takeBaseline: fenced(takeBaseline(gateways)),
    checkHealth: fenced(checkHealth(gateways)),
    abortOperation: fenced(abortOperation(gateways)),
    findReboots: fenced(findReboots(gateways)),
    holdKuredLock: fenced(holdKuredLock(gateways)),
    releaseKuredLock: fenced(releaseKuredLock(gateways)),
    lookAtMachine: fenced(lookAtMachine(gateways)),
    lookAtBoot: fenced(lookAtBoot(gateways)),
    restartNode: fenced(restartNode(gateways)),
    rebootByPod: fenced(rebootByPod(gateways)),
    removeRebootPod: fenced(removeRebootPod(gateways)),
    awaitReboot: fenced(awaitReboot(gateways)),
    drainNode: fenced(drainNode(gateways)),
    uncordonNode: fenced(uncordonNode(gateways)),
  };
}

export type Activities = ReturnType<typeof createActivities>;
