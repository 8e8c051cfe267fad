import { horizonYears } from '#domain/calendar/openings.ts';
import type { RunNote } from '../../schedule/list-scheduled-runs.ts';
import type { ListedWindow, ListedWindows } from '../../schedule/list-windows.ts';
import { columns } from '../terminal/columns.ts';
import { formatAge, formatMoment } from '../terminal/format-time.ts';

export interface WindowsView extends ListedWindows {
  readonly timezone: string;
  readonly clusters?: readonly ClusterWindowsView[];
  /** When the runs of a nightly file start. */
  readonly runs?: readonly string[];
  readonly runNotes?: readonly RunNote[];
  /** Excluded from the windows; null: unknown. */
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

/** Windows in the local time of the file's zone, with the zone's name, so that a clock change is visible. */
export function windowsText({
  timezone,
  clusters,
  runs,
  runNotes = [],
  freezes,
  ...all
}: WindowsView): string {
  const alike = clusters === undefined || clusters.length <= 1;
  const lines = [
    ...(alike ? [] : ['Any cluster']),
    ...spansText(all, timezone),
    ...groupsOf(clusters ?? []).flatMap(({ first, names }) => [
      '',
      headOf(first, names),
      ...(alike ? [] : spansText(first, timezone)),
    ]),
    ...frozenLines(freezes ?? [], clusters !== undefined, timezone),
    ...(runs === undefined
      ? []
      : ['', 'Scheduled runs', ...columns(runRows({ timezone, runs, runNotes, freezes: freezes ?? [] }))]),
  ];
  return lines.join('\n');
}

interface Group {
  readonly first: ClusterWindowsView;
  readonly names: readonly string[];
}

/** Clusters with the same windows are listed together, in the order of their first. */
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
  return `${names.join(', ')}: ${own === null ? because : `Azure maintenance window ${own}`}`;
}

interface RunsView {
  readonly timezone: string;
  readonly runs: readonly string[];
  readonly runNotes: readonly RunNote[];
  readonly freezes: readonly FrozenView[];
}

/** A run that does not start stands where it would be. */
function runRows({ timezone, runs, runNotes, freezes }: RunsView): readonly (readonly string[])[] {
  const lacking = runNotes.filter(({ at }) => !runs.includes(at)).map(({ at }) => at);
  const rows = [...runs, ...new Set(lacking)].toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return rows.map((run) => {
    const frozen = lacking.includes(run) ? [] : frozenAt(freezes, Date.parse(run));
    const notes = runNotes.filter(({ at }) => at === run).map(({ message }) => message);
    const moment = lacking.includes(run) ? 'no run' : formatMoment(run, timezone);
    const words = [...frozen, ...notes];
    return words.length === 0 ? [moment] : [moment, words.join('; ')];
  });
}

function frozenAt(freezes: readonly FrozenView[], at: number): readonly string[] {
  const frozen = freezes.find(
    ({ from, until }) => Date.parse(from) <= at && (until === null || at < Date.parse(until)),
  );
  return frozen === undefined ? [] : [`frozen (${frozen.name}): starts no changes`];
}

function frozenLines(freezes: readonly FrozenView[], isApart: boolean, timezone: string): readonly string[] {
  const lines = freezes.map((freeze) => frozenText(freeze, timezone));
  return isApart && lines.length > 0 ? ['', ...lines] : lines;
}

function spansText({ always, windows }: ListedWindows, timezone: string): readonly string[] {
  if (always) return ['Always: no maintenance window limits it.'];
  if (windows.length === 0) return [`No maintenance window opens within ${horizonYears} years.`];
  return columns([
    ['OPENS', 'CLOSES', 'DURATION', ''],
    ...windows.map((window) => cellsOf(window, timezone)),
  ]);
}

function cellsOf({ opensAt, closesAt, clocksChanged }: ListedWindow, timezone: string): readonly string[] {
  const lasts = Date.parse(closesAt) - Date.parse(opensAt);
  return [
    formatMoment(opensAt, timezone),
    formatMoment(closesAt, timezone),
    formatAge(lasts),
    ...(clocksChanged === null
      ? []
      : [
          `clocks go ${clocksChanged.startsWith('+') ? 'forward' : 'back'} by ${clocksChanged.slice(1)} before it closes`,
        ]),
  ];
}

function frozenText({ name, from, until }: FrozenView, timezone: string): string {
  const end = until === null ? 'until lifted' : `until ${formatMoment(until, timezone)}`;
  return `Excluded: freeze ${name} from ${formatMoment(from, timezone)} ${end}`;
}
