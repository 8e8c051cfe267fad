import type { ShownRun } from '#domain/calendar/show-runs.ts';
import { nothingToChange } from '#domain/nightly/idle-scheduled-run.ts';
import { describeOverlap } from '#domain/nightly/judge-schedule.ts';
import type { ScheduledRunResult } from '#domain/nightly/scheduled-run-result.ts';
import { formatDuration } from '#domain/text/duration.ts';
import type { Schedule, ScheduledRun } from '../../schedule/schedules.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { formatMoment } from '../terminal/format-time.ts';
import { withLocalTimes } from '../terminal/local-times.ts';
import { plural } from '../terminal/plural.ts';

const header = ['NAME', 'NIGHTLY', 'CRON', 'NEXT', 'STATE'];
const mostRuns = 3;
const mostDecisions = 5;

/** Every schedule; times are in its own zone, lines are cut at `width`. */
export function scheduleTable(schedules: readonly Schedule[], palette: Palette, width?: number): string {
  if (schedules.length === 0) return 'No schedules.';
  const rows = schedules.map(({ name, nightly, cron, nextRuns, timezone, ...state }) => [
    name,
    nightly,
    cron.join(', '),
    nextRuns[0] === undefined ? 'none' : formatMoment(nextRuns[0], timezone),
    describeState(state),
  ]);
  const [head, ...lines] = columns([header, ...rows], width === undefined ? {} : { width });
  return [palette.bold(head ?? ''), ...lines].join('\n');
}

type State = Pick<Schedule, 'paused' | 'note' | 'running' | 'decisions'>;

function describeState({ paused, note, running, decisions }: State): string {
  const last = decisions.findLast(({ verb }) => verb === 'pause' || verb === 'resume');
  const pause = last?.verb === 'pause' ? `Paused by ${byText(last)}` : pausedText(note);
  const state = paused ? pause : 'Active';
  return running.length === 0 ? state : `${state}; run in progress`;
}

/** The note says by whom, where it was paused by this command line. */
function pausedText(note: string | null): string {
  return note?.startsWith('paused ') ? `P${note.slice(1)}` : `Paused${note === null ? '' : `: ${note}`}`;
}

/** A schedule: when it runs, who changed it last and why, and the results of its recent runs. */
export function scheduleText(
  schedule: Schedule,
  scheduledRuns: readonly ScheduledRun[],
  palette: Palette,
): string {
  const { nightly, cron, timezone, jitterMs, catchUpMs, overlap, decideWithinMs, nextRuns } = schedule;
  const runs = nextRuns.slice(0, mostRuns).map((run) => formatMoment(run, timezone));
  const created = schedule.decisions.find(({ verb }) => verb === 'create');
  const rows = [
    ['Name:', schedule.name],
    ['Nightly:', nightly],
    ['State:', describeState(schedule)],
    ...(created === undefined
      ? []
      : [['Created:', `${formatMoment(created.at, timezone)} by ${byText(created)}`]]),
    [
      'Cron:',
      `${cron.join(', ')} in ${timezone}${jitterMs === 0 ? '' : `, up to ${formatDuration(jitterMs)} later`}`,
    ],
    ['Next:', runs.length > 0 ? runs.join(', ') : schedule.paused ? 'none while paused' : 'none'],
    ['Overlap:', `${overlap}: ${overlapText(overlap)}`],
    ['Catch-up:', `${formatDuration(catchUpMs)}: later than this, a run is missed`],
    ['Decide within:', `${formatDuration(decideWithinMs)}: how long a run waits for a decision`],
    ['Runs:', describeRuns(schedule.scheduledRuns)],
  ];
  const shown = scheduledRuns
    .toReversed()
    .flatMap((scheduledRun) => runLines(scheduledRun, { timezone, palette }));
  const decided = schedule.decisions
    .toReversed()
    .slice(0, mostDecisions)
    .map((decision) => `  ${formatMoment(decision.at, timezone)}  ${decision.verb} by ${byText(decision)}`);
  return [
    ...columns(rows, { gap: 1 }),
    ...(decided.length === 0 ? [] : ['Decisions:', ...decided]),
    ...(shown.length === 0 ? [] : ['', ...shown]),
  ].join('\n');
}

function byText({ by, reason }: Schedule['decisions'][number]): string {
  return reason === '' ? by : `${by}: ${reason}`;
}

function overlapText(overlap: string): string {
  if (overlap === 'Skip' || overlap === 'BufferOne') return describeOverlap(overlap);
  return 'set outside Drydock, runs may start side by side; drydock schedule create sets it again';
}

/** Temporal's own counts, whatever came of a run. */
function describeRuns({ begun, skipped, missed }: Schedule['scheduledRuns']): string {
  return [
    `${begun} started`,
    ...(skipped === 0 ? [] : [`${skipped} skipped (overlap)`]),
    ...(missed === 0 ? [] : [`${missed} missed (catch-up window)`]),
  ].join(', ');
}

interface RunView {
  readonly timezone: string;
  readonly palette: Palette;
}

function runLines(
  { scheduledAt, workflowId, execution, result, campaign: running }: ScheduledRun,
  view: RunView,
): readonly string[] {
  const begun = view.palette.bold(formatMoment(scheduledAt, view.timezone));
  if (result === null)
    return [
      `${begun}  ${execution === 'RUNNING' ? 'in progress' : `ended as ${execution}`}  ${running ?? workflowId}`,
    ];
  const {
    phase,
    campaign,
    reason,
    failed,
    aborted = [],
    deferrals,
    reported = [],
    untested = [],
  } = withLocalTimes(result, view.timezone);
  return [
    `${begun}  ${phase}  ${campaign ?? 'no campaign started'}${describeEnd(result, reason)}`,
    ...reported.map((line) => `  done     ${line.cluster}: ${line.reason}`),
    ...failed.map((line) => `  failed   ${line.cluster}: ${line.reason}`),
    ...aborted.map((line) => `  aborted  ${line.cluster}: ${line.reason}`),
    ...deferrals.map((line) => `  deferred ${line.cluster}: ${line.reason}`),
    ...untested.map((line) => `  untested ${line.cluster}: ${line.reason}`),
  ];
}

/** ": 1 of 4 clusters done, 1 failed, 2 deferred; REASON"; without a campaign ": nothing to change in 2 of 3 clusters, 1 deferred". */
function describeEnd({ campaign, clusters }: ScheduledRunResult, reason: string | null): string {
  const { total, done, ...others } = clusters;
  const isIdle = campaign === null && reason === nothingToChange;
  const finished =
    campaign === null
      ? `nothing to change in ${done} of ${total} clusters`
      : `${done} of ${total} clusters done`;
  const counts = (['failed', 'aborted', 'deferred'] as const).filter((what) => others[what] > 0);
  const counted = [
    ...(campaign !== null || (isIdle && done > 0) ? [finished] : []),
    ...counts.map((what) => `${others[what]} ${what}`),
  ].join(', ');
  const parts = [...(total === 0 ? [] : [counted]), ...(isIdle && total > 0 ? [] : [reason])].filter(Boolean);
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}

interface RunsView {
  readonly timezone: string;
  readonly paused: boolean;
  readonly note: string | null;
}

/** One line per run, in its zone's local time, with the clock changes before it. */
export function runsText(runs: readonly ShownRun[], { timezone, paused, note }: RunsView): string {
  const rows = runs.map(({ at, local, clocksChanged }) => [
    formatMoment(at, timezone),
    local,
    clocksChanged === null ? '' : describeClockChange(clocksChanged),
  ]);
  const head = paused ? [`${pausedText(note)}. None of these runs starts before it is resumed.`] : [];
  return rows.length === 0 ? 'No upcoming runs.' : [...head, ...columns(rows)].join('\n');
}

function describeClockChange(change: string): string {
  const size = change.slice(1);
  return change.startsWith('+')
    ? `clocks go forward by ${size}: runs in the skipped time do not start`
    : `clocks go back by ${size}`;
}

/**
 * A run that was due before its schedule was created (both RFC 3339 UTC) was not missed, but an operator may want it
 * all the same; null: it was due later.
 */
export function describeEarlyBackfill(run: string, createdAt: string, timezone: string): string | null {
  if (Date.parse(run) >= Date.parse(createdAt)) return null;
  const [due, created] = [run, createdAt].map((at) => formatMoment(at, timezone));
  return `the run of ${due} was not missed: the schedule was created later, ${created}`;
}

/** What a backfill starts of the runs in its range (RFC 3339 UTC, one at least). */
export function describeBackfill(
  runs: readonly string[],
  { overlap, running }: Pick<Schedule, 'overlap' | 'running'>,
  format: (run: string) => string,
): string {
  const [first = '', ...others] = runs;
  const buffers = overlap === 'BufferOne';
  if (buffers && running.length > 0)
    return `The run of ${format(first)} starts after the one in progress; no other of the range does.`;
  const start = `The run of ${format(first)} starts now.`;
  if (others.length === 0) return start;
  if (buffers && others.length === 1)
    return `${start}\nThe run of ${format(others[0]!)} starts after it (BufferOne).`;
  const only = buffers ? 'Only the first and one after it' : 'Only the first';
  return `${start}\n${only} of ${plural(runs.length, 'run')} in the range ${buffers ? 'start' : 'starts'}: one run does everything that is due.`;
}
