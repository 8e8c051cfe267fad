import type { Gateways } from '#gateways/open-gateways.ts';
import { abortOperation } from './change/abort-operation.ts';
import { assessPool } from './change/assess-pool.ts';
import { beginChange } from './change/begin-change.ts';
import { changeActivities } from './change/changes.ts';
import { inspectCluster } from './change/inspect-cluster.ts';
import { watchOperation } from './change/watch-operation.ts';
import { auditForRecord, selectAudited } from './checks/audit-fleet.ts';
import { judgePosture, takePosture } from './checks/audit-posture.ts';
import { checkHealth } from './checks/check-health.ts';
import { preflight } from './checks/check-preflight.ts';
import { requiresIdentity } from './checks/requires-identity.ts';
import { takeBaseline } from './checks/take-health-baseline.ts';
import { verifyControlPlane } from './checks/verify-control-plane.ts';
import { verifyIdentity } from './checks/verify-identity.ts';
import { verifyNodes } from './checks/verify-nodes.ts';
import { boundedFailure } from './envelope/describe-failure.ts';
import type { PacedInput } from './envelope/paced-input.ts';
import { checkFence } from './envelope/simulator-fence.ts';
import { findTestedImages } from './plan/find-tested-images.ts';
import { noteAuditRun, noteCluster, noteStage } from './plan/fleet-record.ts';
import { nameScheduledRun } from './plan/name-scheduled-run.ts';
import { planCampaignActivity } from './plan/plan-campaign.ts';
import { planClusterActivity } from './plan/plan-cluster.ts';
import { awaitReboot } from './reboot/await-reboot.ts';
import { cordonPool } from './reboot/cordon-pool.ts';
import { drainNode } from './reboot/drain-node.ts';
import { findNewNodes } from './reboot/find-new-nodes.ts';
import { findQuarantined } from './reboot/find-quarantined.ts';
import { findReboots } from './reboot/find-reboots.ts';
import { holdKuredLock } from './reboot/hold-kured-lock.ts';
import { observeBoot } from './reboot/inspect-boot.ts';
import { observeMachine } from './reboot/inspect-machine.ts';
import { rebootByPod } from './reboot/reboot-by-pod.ts';
import { releaseKuredLock } from './reboot/release-kured-lock.ts';
import { removeRebootPod } from './reboot/remove-reboot-pod.ts';
import { uncordonNode } from './reboot/uncordon-node.ts';
import { uncordonPool } from './reboot/uncordon-pool.ts';
import { awaitFreezeLifted } from './waits/await-freeze-lifted.ts';
import { checkWindow } from './waits/check-window.ts';
import { checkFreezes } from './waits/read-freezes.ts';
import { watchLock } from './waits/watch-lock.ts';

/** Everything the workflows can do to the world; each is one effect, safe to repeat. */
export function createActivities(gateways: Gateways) {
  const fenced =
    <I extends PacedInput, O>(activity: (input: I) => Promise<O>) =>
    async (input: I): Promise<O> => {
      try {
        await checkFence(gateways, input.pace);
        return await activity(input);
      } catch (thrown) {
        throw boundedFailure(thrown);
      }
    };
  return {
    planCampaign: fenced(planCampaignActivity(gateways)),
    nameScheduledRun: fenced(nameScheduledRun),
    checkWindow: fenced(checkWindow(gateways)),
    planCluster: fenced(planClusterActivity(gateways)),
    inspectCluster: fenced(inspectCluster(gateways)),
    ...changeActivities(fenced(beginChange(gateways))),
    findTestedImages: fenced(findTestedImages),
    noteStage: fenced(noteStage),
    noteCluster: fenced(noteCluster),
    findNewNodes: fenced(findNewNodes(gateways)),
    findQuarantined: fenced(findQuarantined(gateways)),
    checkFreezes: fenced(checkFreezes),
    awaitFreezeLifted: fenced(awaitFreezeLifted),
    watchLock: fenced(watchLock),
    watchOperation: fenced(watchOperation(gateways)),
    requiresIdentity: requiresIdentity(gateways),
    verifyIdentity: fenced(verifyIdentity(gateways)),
    verifyControlPlane: fenced(verifyControlPlane(gateways)),
    verifyNodes: fenced(verifyNodes(gateways)),
    assessPool: fenced(assessPool(gateways)),
    preflight: fenced(preflight(gateways)),
    takePosture: fenced(takePosture(gateways)),
    judgePosture: fenced(judgePosture(gateways)),
    selectAudited: fenced(selectAudited(gateways)),
    auditForRecord: fenced(auditForRecord(gateways)),
    noteAuditRun: fenced(noteAuditRun),
    takeBaseline: fenced(takeBaseline(gateways)),
    checkHealth: fenced(checkHealth(gateways)),
    abortOperation: fenced(abortOperation(gateways)),
    findReboots: fenced(findReboots(gateways)),
    holdKuredLock: fenced(holdKuredLock(gateways)),
    releaseKuredLock: fenced(releaseKuredLock(gateways)),
    observeMachine: fenced(observeMachine(gateways)),
    observeBoot: fenced(observeBoot(gateways)),
    rebootByPod: fenced(rebootByPod(gateways)),
    removeRebootPod: fenced(removeRebootPod(gateways)),
    awaitReboot: fenced(awaitReboot(gateways)),
    drainNode: fenced(drainNode(gateways)),
    uncordonNode: fenced(uncordonNode(gateways)),
    cordonPool: fenced(cordonPool(gateways)),
    uncordonPool: fenced(uncordonPool(gateways)),
  };
}

export type Activities = ReturnType<typeof createActivities>;
