import type { BeginAnswer } from '#activities/change/begin-change.ts';
import type { ChangeActivity } from '#activities/change/changes.ts';
import type { Change } from '#domain/change/change.ts';
import { isRestricted } from '#domain/change/change-purpose.ts';
import { failureRules } from '#domain/failure.ts';
import type { TestedImages } from '#domain/image/promotion.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import type { StepResult } from '../state/step-result.ts';
import type { Task } from './task.ts';

/** Sends a task's change with the eTag of the inspection that decided so, and keeps what the answer leaves open. */
export async function beginTask(
  run: ClusterRun,
  task: Task,
  eTag: string,
  notAfter: number | null,
): Promise<BeginAnswer | (StepResult & { kind: 'failed' })> {
  try {
    const { change, purpose } = task;
    const { activity, summary } = beginOf(change);
    const answer = await run.activities.begin[activity].executeWithOptions({ summary }, [
      {
        change,
        eTag,
        apiVersion: run.input.terms.nodePools.previewApiVersion,
        notAfter,
        respectsFreeze: isRestricted(purpose),
        ...onlyTested(run, change),
        pace: run.input.pace,
      },
    ]);
    task.maybeSent ||= answer.kind === 'accepted' || answer.attempt > 1;
    const isAnswered = answer.attempt === 1 || (answer.kind !== 'changed' && answer.kind !== 'frozen');
    task.unacknowledged = isAnswered ? null : eTag;
    return answer;
  } catch (thrown) {
    const failure = readFailure(thrown);
    // A refusal because of another operation is no acceptance; any other failure may hide one.
    const mayHide = failureRules[failure.kind].reaction !== 'wait';
    task.maybeSent ||= mayHide;
    task.unacknowledged = mayHide ? eTag : null;
    run.inFlight = false;
    return { kind: 'failed', failure };
  }
}

type ChangeOf<K extends Change['kind']> = { [P in K]: { kind: P } & Extract<Change, { kind: P }> }[K];

/** Which activity begins each kind of change, and what stands beside it in Temporal's history. */
const activityOf: {
  readonly [K in Change['kind']]: readonly [ChangeActivity, (change: ChangeOf<K>) => string];
} = {
  'upgrade-control-plane': ['upgradeControlPlane', ({ to }) => `Begin control plane to ${to}`],
  'upgrade-node-pool': ['upgradeNodePool', ({ pool, to }) => `Begin ${pool} to ${to}`],
  'upgrade-node-image': ['upgradeNodeImage', ({ pool, to }) => `Begin ${pool} to the newest image, ${to}`],
  'set-upgrade-settings': ['setUpgradeSettings', ({ pool }) => `Set the upgrade settings of ${pool}`],
  'roll-back-node-pool': ['rollBackNodePool', ({ pool, to }) => `Begin rollback of ${pool} to ${to}`],
  'set-upgrade-channel': [
    'setUpgradeChannel',
    ({ channel }) => `Set the automatic upgrade channel to ${channel}`,
  ],
  'delete-machines': ['deleteMachines', ({ machines }) => `Delete ${machines.join(', ')}`],
  'scale-node-pool': ['scaleNodePool', ({ pool, count }) => `Scale ${pool} to ${count} nodes`],
  'create-node-pool': ['createNodePool', ({ pool, like }) => `Create ${pool} for the workloads of ${like}`],
  'delete-node-pool': ['deleteNodePool', ({ pool }) => `Delete ${pool}, whose workloads have moved`],
  'restart-node': ['restartNode', ({ node }) => `Restart ${node}`],
  'set-force-upgrade': [
    'setForceUpgrade',
    ({ until }) => (until === null ? 'Disable force' : `Force upgrades until ${until}`),
  ],
  'restore-upgrade-settings': [
    'restoreUpgradeSettings',
    ({ pool }) => `Restore the upgrade settings of ${pool}`,
  ],
};

function beginOf<K extends Change['kind']>(change: ChangeOf<K>) {
  const [activity, summary] = activityOf[change.kind];
  return { activity, summary: summary(change) };
}

/** Upgrade settings too: they are sent ahead of an image alone. */
function onlyTested(
  { input: { terms, tested } }: ClusterRun,
  { kind }: Change,
): { readonly onlyTested?: TestedImages } {
  if (kind !== 'upgrade-node-image' && kind !== 'set-upgrade-settings') return {};
  const isBound = terms.upgrade.type === 'NodeImageOnly' && terms.upgrade.nodeImageSelection === 'Consistent';
  return isBound && tested ? { onlyTested: tested } : {};
}
