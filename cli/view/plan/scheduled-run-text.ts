import type { ScheduledRunPreview } from '#domain/nightly/preview-scheduled-run.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { formatMoment } from '../terminal/format-time.ts';
import { withLocalTimes } from '../terminal/local-times.ts';

/** Below the plan of a nightly file: when the next scheduled run is due, what it starts, what it defers and why; in the plan's zone. */
export function scheduledRunPreviewText(
  preview: ScheduledRunPreview,
  palette: Palette,
  timeZone?: string,
): string {
  const { scheduledRun, at, idle, starts, deferrals } = withLocalTimes(preview, timeZone);
  const due = palette.bold(`Scheduled run of ${scheduledRun}, due ${formatMoment(at, timeZone)}`);
  const head = idle === null ? due : `${due}: ${idle.phase}, ${idle.reason ?? 'nothing to change'}`;
  const rows = [
    ...starts.map((begun) => ['starts', begun.cluster, begunText(begun)]),
    ...deferrals.map(({ cluster, reason }) => ['defers', cluster, reason]),
  ];
  return ['', head, ...columns(rows.map((row) => [`  ${row[0] ?? ''}`, ...row.slice(1)]))].join('\n');
}

function begunText({ pools, reboots = [], kured }: ScheduledRunPreview['starts'][number]): string {
  const named = pools.map((pool) => pool ?? 'control plane').join(', ');
  if (reboots.length === 0) return named;
  const which = reboots.length === pools.length ? '' : `of ${reboots.join(', ')} `;
  const except = kured === undefined ? '' : ', and none where kured runs';
  return `${named}: ${which}only nodes that wait for a reboot${except}`;
}
