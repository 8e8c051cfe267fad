import type { BeginAnswer } from '#activities/change/begin-change.ts';
import { failureRules } from '#domain/failure.ts';
import type { TestedImages } from '#domain/image/promotion.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import type { StepResult } from '../state/step-result.ts';
import type { Task } from './task.ts';

/** Sends the change of a task with the eTag of the look that decided so, and keeps what the answer leaves open. */
export async function beginTask(
  run: ClusterRun,
  task: Task,
  eTag: string,
  notAfter: number | null,
): Promise<BeginAnswer | (StepResult & { kind: 'failed' })> {
  try {
    const answer = await callBegin(run, task, eTag, notAfter);
    task.maybeSent ||= answer.kind === 'accepted' || answer.attempt > 1;
    const isHeard = answer.attempt === 1 || (answer.kind !== 'changed' && answer.kind !== 'frozen');
    task.unacknowledged = isHeard ? null : eTag;
    return answer;
  } catch (thrown) {
    const seen = readFailure(thrown);
    // Refused for somebody else's sake: surely not accepted. Any other failure may hide an acceptance.
    const mayHide = failureRules[seen.kind].reaction !== 'wait';
    task.maybeSent ||= mayHide;
    task.unacknowledged = mayHide ? eTag : null;
    run.inFlight = false;
    return { kind: 'failed', failure: seen };
  }
}

function callBegin(run: ClusterRun, task: Task, eTag: string, notAfter: number | null): Promise<BeginAnswer> {
  const { pace } = run.input;
  const { change } = task;
  const activities = run.activities.begin;
  switch (change.kind) {
    case 'upgrade-control-plane':
      return activities.upgradeControlPlane.executeWithOptions(
        { summary: `Begin control plane to ${change.to}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'upgrade-node-pool':
      return activities.upgradeNodePool.executeWithOptions(
        { summary: `Begin ${change.pool} to ${change.to}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'upgrade-node-image':
      return activities.upgradeNodeImage.executeWithOptions(
        { summary: `Begin ${change.pool} to the newest image, ${change.to}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, ...onlyTested(run), pace }],
      );
    case 'set-upgrade-settings':
      return activities.setUpgradeSettings.executeWithOptions(
        { summary: `Set the upgrade settings of ${change.pool}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, ...onlyTested(run), pace }],
      );
    case 'roll-back-node-pool':
      return activities.rollBackNodePool.executeWithOptions(
        { summary: `Begin to take ${change.pool} back to ${change.to}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'set-upgrade-channel':
      return activities.setUpgradeChannel.executeWithOptions(
        { summary: `Set the automatic upgrade channel to ${change.channel}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'delete-machines':
      return activities.deleteMachines.executeWithOptions(
        { summary: `Delete ${change.machines.join(', ')}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'scale-node-pool':
      return activities.scaleNodePool.executeWithOptions(
        { summary: `Let ${change.pool} have ${change.count} nodes` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'restart-node':
      return activities.restartNode.executeWithOptions({ summary: `Restart ${change.node}` }, [
        { change, eTag, notAfter, frozenToo: task.gated, pace },
      ]);
    case 'set-force-upgrade':
      return activities.setForceUpgrade.executeWithOptions(
        { summary: change.until === null ? 'Force no more' : `Force upgrades until ${change.until}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
    case 'restore-upgrade-settings':
      return activities.restoreUpgradeSettings.executeWithOptions(
        { summary: `Put back the upgrade settings of ${change.pool}` },
        [{ change, eTag, notAfter, frozenToo: task.gated, pace }],
      );
  }
}

function onlyTested({ input: { terms, tested } }: ClusterRun): { readonly onlyTested?: TestedImages } {
  const isBound = terms.upgrade.type === 'NodeImageOnly' && terms.upgrade.nodeImageSelection === 'Consistent';
  return isBound && tested ? { onlyTested: tested } : {};
}
