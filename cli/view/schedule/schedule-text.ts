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
  const state = paused ? describePause({ note, decisions }) : 'Active';
  return running.length === 0 ? state : `${state}; run in progress`;
}

type Pause = Pick<Schedule, 'note' | 'decisions'>;

/** "Paused by alice: CHG1; by bob: CHG2": each pause that a resume ends. The note has what another client wrote. */
function describePause({ note, decisions }: Pause): string {
  const resumed = decisions.findLastIndex(({ verb }) => verb === 'resume');
  const pauses = decisions.slice(resumed + 1).filter(({ verb }) => verb === 'pause');
  if (pauses.length > 0) return `Paused ${pauses.map((each) => `by ${byText(each)}`).join('; ')}`;
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
    ...(schedule.audits ? [['Runs are:', 'audits of its clusters; nothing is changed']] : []),
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
    ...(schedule.audits
      ? []
      : [['Decide within:', `${formatDuration(decideWithinMs)}: how long a run waits for a decision`]]),
    ...(schedule.digest === null ? [] : [['Digest:', schedule.digest]]),
    ['Runs:', describeRuns(schedule.scheduledRuns)],
  ];
  const shown = scheduledRuns
    .toReversed()
    .flatMap((scheduledRun) => runLines(scheduledRun, { timezone, palette }));
  const decided = schedule.decisions
    .toReversed()
    .slice(0, mostDecisions)
    .map((decision) => `  ${formatMoment(decision.at, timezone)}  ${decision.verb} by ${byText(decision)}`);
  const older = olderDecisions(schedule);
  return [
    ...columns(rows, { gap: 1 }),
    ...(decided.length === 0 ? [] : ['Decisions:', ...decided, ...older]),
    ...(shown.length === 0 ? [] : ['', ...shown]),
  ].join('\n');
}

/** Of those that are not shown, how many there are and where. */
function olderDecisions({
  name,
  decisions,
  droppedDecisions,
}: Pick<Schedule, 'name' | 'decisions' | 'droppedDecisions'>): readonly string[] {
  const more = decisions.length - mostDecisions;
  const kept = more <= 0 ? [] : [`  ${more} more: drydock schedule describe ${name} -o json`];
  if (droppedDecisions === 0) return kept;
  const are = droppedDecisions === 1 ? 'is' : 'are';
  return [
    ...kept,
    `  ${droppedDecisions} older ${are} not kept; the input of each run in Temporal has those made before it`,
  ];
}

/** Other schedules of the same nightly file; null: there is none. `all`: every schedule. */
export function describeTwins({ name, nightly, audits }: Schedule, all: readonly Schedule[]): string | null {
  const twins = all
    .filter((each) => each.nightly === nightly && each.audits === audits && each.name !== name)
    .map((each) => each.name);
  const [first] = twins;
  if (first === undefined) return null;
  return `the nightly file ${nightly} has ${plural(twins.length, 'other schedule')}: ${twins.join(', ')}. Each starts runs over the same clusters\n  next: keep one; drydock schedule delete ${first} --reason TEXT`;
}

/** What a trigger does, by the schedule as it was before. */
export function describeTrigger({ name, running, paused, ...pause }: Schedule): string {
  const [before] = running;
  const after = before === undefined ? '' : ` after the one in progress (${before})`;
  return [
    `A run of ${name} starts${after}.`,
    ...(paused ? [stillPaused(name, pause)] : []),
    `Next: drydock schedule describe ${name}`,
  ].join('\n');
}

/** No run was to start while it is paused, and one was started all the same. */
export function stillPaused(name: string, pause: Pause): string {
  return `${describePause(pause)}; the schedule stays paused until: drydock schedule resume ${name}`;
}

/** `before`: the schedule as it was, null: not paused; `schedule`: as it is now. */
export function describePaused(before: Pause | null, { name, running }: Schedule): string {
  return [
    before === null
      ? `Schedule ${name} is paused: no run starts.`
      : `Schedule ${name} was paused already (${describePause(before)}). This pause is recorded too; one resume ends all.`,
    ...(running.length === 0 ? [] : [`A run in progress continues: ${running.join(', ')}`]),
    `Next: drydock schedule resume ${name}`,
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
    audit,
    reason,
    failed,
    aborted = [],
    deferrals,
    reported = [],
    untested = [],
  } = withLocalTimes(result, view.timezone);
  return [
    `${begun}  ${phase}  ${campaign ?? (audit ? 'audit' : 'no campaign started')}${describeEnd(result, reason)}`,
    ...reported.map((line) => `  done     ${line.cluster}: ${line.reason}`),
    ...failed.map((line) => `  failed   ${line.cluster}: ${line.reason}`),
    ...aborted.map((line) => `  aborted  ${line.cluster}: ${line.reason}`),
    ...deferrals.map((line) => `  deferred ${line.cluster}: ${line.reason}`),
    ...untested.map((line) => `  untested ${line.cluster}: ${line.reason}`),
  ];
}

/** ": 1 of 4 clusters done, 1 failed, 2 deferred; REASON"; without a campaign ": nothing to change in 2 of 3 clusters, 1 deferred". */
function describeEnd({ campaign, audit, clusters }: ScheduledRunResult, reason: string | null): string {
  const { total, done, ...others } = clusters;
  const isIdle = campaign === null && reason === nothingToChange;
  const finished =
    campaign === null && !audit
      ? `nothing to change in ${done} of ${total} clusters`
      : `${done} of ${total} clusters done`;
  const counts = (['failed', 'aborted', 'deferred'] as const).filter((what) => others[what] > 0);
  const counted = [
    ...(campaign !== null || audit === true || (isIdle && done > 0) ? [finished] : []),
    ...counts.map((what) => `${others[what]} ${what}`),
  ].join(', ');
  const parts = [...(total === 0 ? [] : [counted]), ...(isIdle && total > 0 ? [] : [reason])].filter(Boolean);
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}

interface RunsView {
  readonly timezone: string;
  /** null: it is not paused. */
  readonly pause: Pause | null;
}

/** One line per run, in its zone's local time, with the clock changes before it. */
export function runsText(runs: readonly ShownRun[], { timezone, pause }: RunsView): string {
  const rows = runs.map(({ at, local, clocksChanged }) => [
    formatMoment(at, timezone),
    local,
    clocksChanged === null ? '' : describeClockChange(clocksChanged),
  ]);
  const head =
    pause !== null ? [`${describePause(pause)}. None of these runs starts before it is resumed.`] : [];
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
