import { formatDuration } from '#domain/campaign/duration.ts';
import type { ListedWindow, ListedWindows } from '../list-windows.ts';
import { columns } from './columns.ts';
import { formatMoment } from './moments.ts';

export interface WindowsView extends ListedWindows {
  readonly timezone: string;
  readonly clusters?: readonly ClusterWindowsView[];
  /** When the nights of a nightly file begin. */
  readonly runs?: readonly string[];
  /** Those that were taken out; null: nobody answered. */
  readonly freezes: readonly FrozenView[] | null;
}

interface FrozenView {
  readonly name: string;
  readonly from: string;
  readonly until: string | null;
}

interface ClusterWindowsView extends ListedWindows {
  readonly name: string;
  readonly own: string | null;
  readonly because: string | null;
}

/** No moment is today then, and all have their date. */
const longAgo = 0;

/** Windows by the wall clock of the file's zone, with the zone's name, so that a change of clocks is seen. */
export function windowsText({ timezone, clusters, runs, freezes, ...all }: WindowsView): string {
  const alike = clusters === undefined || clusters.length <= 1;
  const lines = [
    ...(alike ? [] : ['On any of its clusters']),
    ...spansText(all, timezone),
    ...(clusters ?? []).flatMap((cluster) => [
      '',
      headOf(cluster),
      ...(alike ? [] : spansText(cluster, timezone)),
    ]),
    ...(runs === undefined
      ? []
      : ['', 'Nights begin', ...runs.map((run) => formatMoment(run, longAgo, timezone))]),
    ...(freezes ?? []).map((freeze) => frozenText(freeze, timezone)),
  ];
  return lines.join('\n');
}

function headOf({ name, own, because }: ClusterWindowsView): string {
  return own === null ? `${name}: ${because}` : `${name}: its own window ${own}`;
}

function spansText({ always, windows }: ListedWindows, timezone: string): readonly string[] {
  if (always) return ['At any time: no maintenance window limits it.'];
  if (windows.length === 0) return ['Never: no window opens.'];
  return columns([['OPENS', 'CLOSES', 'LASTS'], ...windows.map((window) => cellsOf(window, timezone))]);
}

function cellsOf({ opensAt, closesAt }: ListedWindow, timezone: string): readonly string[] {
  const lasts = Date.parse(closesAt) - Date.parse(opensAt);
  return [
    formatMoment(opensAt, longAgo, timezone),
    formatMoment(closesAt, longAgo, timezone),
    formatDuration(lasts),
  ];
}

function frozenText({ name, from, until }: FrozenView, timezone: string): string {
  const end = until === null ? 'until it is lifted' : `until ${formatMoment(until, longAgo, timezone)}`;
  return `Taken out: freeze ${name} from ${formatMoment(from, longAgo, timezone)} ${end}`;
}
