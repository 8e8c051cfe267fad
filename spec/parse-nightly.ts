import { shortestInterval } from '#domain/calendar/runs-in-windows.ts';
import type { Nightly } from '#domain/campaign/nightly.ts';
import { describeOverlap, judgeSchedule, timesOf } from '#domain/nightly/judge-schedule.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { toNightly } from './convert/to-nightly.ts';
import { findClosedWindows } from './find-closed-windows.ts';
import { findLongWaiversOfCampaign } from './find-long-waivers.ts';
import { findWarnings } from './find-warnings.ts';
import { judgeFile } from './judge-file.ts';
import { nightlyFields } from './known-fields.ts';
import type { Finding, Problem } from './problem/problem.ts';
import { type NightlyFile, nightlyFile } from './schema/nightly-file.ts';

export type ParsedNightly =
  | { readonly ok: true; readonly nightly: Nightly; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** As `parseCampaign`, from the text of a nightly file. */
export function parseNightly(text: string, file: string, now: number | null = null): ParsedNightly {
  const form = { kind: 'NightlyRefresh', schema: nightlyFile, fields: nightlyFields } as const;
  const { data, problems, isWritten, locate } = judgeFile(text, file, form);
  if (data === null) return { ok: false, problems };
  const nightly = toNightly(data);
  const byTime = inEach([
    ...findClosedWindows(data.spec.campaign, nightly.campaign.maintenance, now),
    ...findLongWaiversOfCampaign(data.spec.campaign, now),
  ]);
  if (byTime.length > 0) return { ok: false, problems: locate(byTime) };
  const ofCampaign = findWarnings(data.spec.campaign, (path) => isWritten(inScheduledRun(path)));
  const warnings = [
    ...inEach(ofCampaign),
    ...asking(data.spec),
    ...tooLong(data.spec, nightly),
    ...ofSchedule(nightly, now, isWritten),
  ];
  return { ok: true, nightly, warnings: locate(warnings) };
}

function inEach(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((each) => ({ ...each, path: inScheduledRun(each.path) }));
}

/** Where a field of a campaign file stands in a nightly one. */
function inScheduledRun([first, ...others]: Finding['path']): Finding['path'] {
  return first === 'spec' ? ['spec', 'campaign', ...others] : [first ?? '', ...others];
}

/** The default of a gate is to ask: in a scheduled run that is rarely what is meant. */
function asking({ campaign: { stages }, schedule }: NightlyFile['spec']): readonly Finding[] {
  return stages.slice(0, -1).flatMap(({ name, approval }, index) =>
    approval.required
      ? [
          {
            path: ['spec', 'campaign', 'stages', index, 'name'],
            message: `gate ${name} requests an approval in every scheduled run; without one within decideWithin (${formatDuration(schedule.decideWithin)}) the later stages are deferred to the next run`,
          },
        ]
      : [],
  );
}

/** Without `now` nothing is asked of the calendar. At the expressions where the field stands in no line of the file. */
function ofSchedule(
  nightly: Nightly,
  now: number | null,
  isWritten: (path: Finding['path']) => boolean,
): readonly Finding[] {
  if (now === null) return [];
  return judgeSchedule(nightly, now).map(({ path, message }) => {
    const written = ['spec', 'schedule', ...path];
    return { path: isWritten(written) ? written : ['spec', 'schedule', 'cron'], message };
  });
}

/** Said of the soak with which it becomes too long. */
function tooLong(
  { campaign: { stages, upgrade } }: NightlyFile['spec'],
  { schedule }: Nightly,
): readonly Finding[] {
  // Then it soaks from one scheduled run to another.
  if (upgrade.nodeImageSelection === 'Consistent') return [];
  const intervalMs = shortestInterval(timesOf(schedule), 0) ?? Number.POSITIVE_INFINITY;
  let totalMs = 0;
  for (const [index, { soak }] of stages.entries()) {
    totalMs += soak;
    if (totalMs < intervalMs) continue;
    const message = `with this soak a run lasts at least ${formatDuration(totalMs)}, and the next run is due after ${formatDuration(intervalMs)}: ${describeOverlap(schedule.overlap)}`;
    return [{ path: ['spec', 'campaign', 'stages', index, 'soak'], message }];
  }
  return [];
}
