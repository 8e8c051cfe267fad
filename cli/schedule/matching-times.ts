import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import type { TemporalSession } from '../temporal/temporal-client.ts';

const dayMs = 86_400_000;
/** Near ones first: the server lists a thousand at most, and looks no farther than the year 2100. */
const reachesMs = [40 * dayMs, 800 * dayMs, 28_000 * dayMs];

/** When the server would begin runs between two instants (ms), jitter included; a thousand at most. */
export async function matchingTimes(
  session: TemporalSession,
  scheduleId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly number[]> {
  const { namespace } = session;
  const answer = await session.within(() =>
    session.connection.workflowService.listScheduleMatchingTimes({
      namespace,
      scheduleId,
      startTime: msToTs(from),
      endTime: msToTs(to),
    }),
  );
  return (answer.startTime ?? []).map((time) => tsToMs(time));
}

/** The next `count` of them after an instant; fewer where there are no more. */
export async function nextTimes(
  session: TemporalSession,
  scheduleId: string,
  { after, count }: { readonly after: number; readonly count: number },
): Promise<readonly number[]> {
  let times: readonly number[] = [];
  for (const reachMs of reachesMs) {
    times = await matchingTimes(session, scheduleId, { from: after, to: after + reachMs });
    if (times.length >= count) break;
  }
  return times.slice(0, count);
}
