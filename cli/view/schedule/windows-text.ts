import { formatDuration } from '#domain/text/duration.ts';
import type { ListedWindow, ListedWindows } from '../../schedule/list-windows.ts';
import { columns } from '../terminal/columns.ts';
import { formatMoment } from '../terminal/format-time.ts';

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
    ...groupsOf(clusters ?? []).flatMap(({ first, names }) => [
      '',
      headOf(first, names),
      ...(alike ? [] : spansText(first, timezone)),
    ]),
    ...frozenLines(freezes ?? [], clusters !== undefined, timezone),
    ...(runs === undefined
      ? []
      : ['', 'Nights begin', ...columns(runs.map((run) => scheduledRunCells(run, freezes ?? [], timezone)))]),
  ];
  return lines.join('\n');
}

interface Group {
  readonly first: ClusterWindowsView;
  readonly names: readonly string[];
}

/** Clusters of which the same is to be told stand together, in the order of their first. */
function groupsOf(clusters: readonly ClusterWindowsView[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const cluster of clusters) {
    const { own, because, always, windows } = cluster;
    const key = JSON.stringify([own, because, always, windows]);
    const { first, names } = groups.get(key) ?? { first: cluster, names: [] };
    groups.set(key, { first, names: [...names, cluster.name] });
  }
  return [...groups.values()];
}

function headOf({ own, because }: ClusterWindowsView, names: readonly string[]): string {
  return `${names.join(', ')}: ${own === null ? because : `its own window ${own}`}`;
}

/** The freeze in which it begins nothing is named. */
function scheduledRunCells(run: string, freezes: readonly FrozenView[], timezone: string): readonly string[] {
  const at = Date.parse(run);
  const frozen = freezes.find(
    ({ from, until }) => Date.parse(from) <= at && (until === null || at < Date.parse(until)),
  );
  const moment = formatMoment(run, longAgo, timezone);
  return frozen === undefined ? [moment] : [moment, `freeze ${frozen.name}: nothing is begun`];
}

/** Apart from the last cluster's windows: they are out of all. */
function frozenLines(freezes: readonly FrozenView[], isApart: boolean, timezone: string): readonly string[] {
  const lines = freezes.map((freeze) => frozenText(freeze, timezone));
  return isApart && lines.length > 0 ? ['', ...lines] : lines;
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
