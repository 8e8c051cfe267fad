import { join } from 'node:path';
import { paceTime } from '#domain/campaign/pace.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { type AcceptedOperation, acceptedOperations } from '../test/simulated/accepted-operations.ts';
import { type FinishedCampaign, playCampaign } from './paced-campaign.ts';

const file = join(import.meta.dirname, 'whole-fleet.yaml');
const speed = 60;

/** The shares of the aim: of the operations' time, and of each of them. */
const aim = { share: 0.02, secondsEach: 2 };

/**
 * What a campaign over one cluster takes beyond its operations and soaks, which follow one another. Part of it is
 * simulated time (until the next poll of an operation that has ended), part of it real (our own work, which a
 * faster clock makes longer); the last line adds both up as a real campaign would.
 */
export async function measureOverhead(print: (line: string) => void): Promise<void> {
  await playCampaign(file, { scenario: 'small', speed }, async (finished) => {
    const operations = await acceptedOperations(finished.simulator);
    const busyMs = sum(operations.map(durationMs));
    const soaksMs = soaksOf(finished);
    const totalMs = finished.seconds * 1000 * speed;
    const noticedMs = await untilNoticed(finished, operations);
    const beyondMs = totalMs - busyMs - soaksMs;
    const ownMs = (beyondMs - noticedMs) / speed;
    const realMs = noticedMs + ownMs;
    const aimMs = busyMs * aim.share + aim.secondsEach * 1000 * operations.length;
    print(`  ${finished.result.phase}; simulated at ${speed} times real speed, in minutes:`);
    print(
      `  ${minutes(totalMs)} in all: ${operations.length} operations ${minutes(busyMs)}, soaks ${minutes(soaksMs)}`,
    );
    print(`  ${minutes(noticedMs)} until the end of an operation was seen`);
    print(`  our own work: ${seconds(ownMs)} s real, ${seconds(ownMs / operations.length)} s an operation`);
    print(
      `  in a real campaign: ${seconds(realMs)} s, ${((100 * realMs) / busyMs).toFixed(1)} % of the operations (aim: ${seconds(aimMs)} s)`,
    );
  });
}

/** From the end of each operation in Azure to the end of the activity that watched it; simulated ms. */
async function untilNoticed(
  { session, plan, pace }: FinishedCampaign,
  operations: readonly AcceptedOperation[],
): Promise<number> {
  const [cluster] = plan.stages.flatMap(({ clusters }) => clusters);
  const { events } = await session.client.workflow
    .getHandle(clusterWorkflowId(cluster!.resourceId))
    .fetchHistory();
  const watches = new Set(
    events
      ?.filter((each) => each.activityTaskScheduledEventAttributes?.activityType?.name === 'watchOperation')
      .map(({ eventId }) => String(eventId)),
  );
  const ends = (events ?? [])
    .filter(({ activityTaskCompletedEventAttributes: end }) => watches.has(String(end?.scheduledEventId)))
    .map(({ eventTime }) => Number(eventTime?.seconds) * 1000 + (eventTime?.nanos ?? 0) / 1e6);
  if (ends.length !== operations.length)
    throw new Error(`${ends.length} watches of ${operations.length} operations`);
  return sum(
    operations.map(({ finishedAt }, index) => paceTime(pace, ends[index]!) - Date.parse(finishedAt!)),
  );
}

function soaksOf({ plan, campaign }: FinishedCampaign): number {
  const { controlPlaneSoakMs, afterCluster } = campaign.cluster;
  const steps = plan.stages.flatMap(({ clusters }) => clusters.flatMap((each) => each.steps));
  return sum([
    controlPlaneSoakMs,
    afterCluster.soakMs,
    ...steps.map(({ strategy }) => strategy?.soakMs ?? 0),
  ]);
}

function durationMs({ at, finishedAt }: AcceptedOperation): number {
  return Date.parse(finishedAt!) - Date.parse(at);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

function minutes(ms: number): string {
  return (ms / 60_000).toFixed(1);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
