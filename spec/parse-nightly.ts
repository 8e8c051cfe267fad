import type { Nightly } from '#domain/campaign/nightly.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { toNightly } from './convert/to-nightly.ts';
import { findClosedWindows } from './find-closed-windows.ts';
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
  const closed = inEach(findClosedWindows(data.spec.campaign, nightly.campaign.maintenance, now));
  if (closed.length > 0) return { ok: false, problems: locate(closed) };
  const ofCampaign = findWarnings(data.spec.campaign, (path) => isWritten(inScheduledRun(path)));
  const warnings = [...inEach(ofCampaign), ...asking(data.spec), ...tooLong(data.spec)];
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

const dayMs = 86_400_000;

/** Said of the soak with which it becomes too long. */
function tooLong({ campaign: { stages, upgrade } }: NightlyFile['spec']): readonly Finding[] {
  // Then it soaks from one scheduled run to another.
  if (upgrade.nodeImageSelection === 'Consistent') return [];
  let totalMs = 0;
  for (const [index, { soak }] of stages.entries()) {
    totalMs += soak;
    if (totalMs < dayMs) continue;
    const message = `with this soak a run lasts more than a day (${formatDuration(totalMs)}): runs that would start meanwhile are skipped`;
    return [{ path: ['spec', 'campaign', 'stages', index, 'soak'], message }];
  }
  return [];
}
