import { joinedDays } from '#domain/calendar/openings.ts';
import { currentStage } from '#domain/status/current-stage.ts';
import { describeNextStep } from '#domain/status/next-step.ts';
import { describeRestore } from '#domain/status/restore-condition.ts';
import type { CampaignStatus, ForceStatus, WaitingFor } from '#domain/status/status.ts';
import type { Palette } from '../terminal/colour.ts';
import { padEnd } from '../terminal/columns.ts';
import { wrap } from '../terminal/fit.ts';
import { formatAge, formatMoment } from '../terminal/format-time.ts';
import { textWidth } from '../terminal/text-width.ts';
import { phaseText } from './phases.ts';
import { questionLines } from './question-lines.ts';
import { needsPerson, waitName } from './waits.ts';

const labelWidth = 10;
const leftWidth = 32;
const barWidth = 16;
/** Drydock looks no further ahead in a window without end (`joinedDays`). */
const endlessMs = (joinedDays - 10) * 86_400_000;
const isLabelled = /^[A-Z][a-z]+: /;

interface HeaderInput {
  readonly status: CampaignStatus;
  readonly namespace: string;
  readonly timeZone?: string;
  /** Of the terminal; lines wrap between words. */
  readonly width?: number;
  /** Who reads it; absent or null: unknown. */
  readonly viewer?: string | null;
  readonly palette: Palette;
}

/** Name, status, target, window, and everything it waits for. */
export function statusHeader(input: HeaderInput): readonly string[] {
  const { top, blocks } = headerParts(input);
  return [...top, ...blocks.flatMap(({ lines }) => lines)];
}

export interface HeaderParts {
  readonly top: readonly string[];
  /** One for each wait, forced cluster and setting to restore; those that need an operator first. */
  readonly blocks: readonly HeaderBlock[];
}

interface HeaderBlock {
  /** null: it is none. */
  readonly wait: WaitingFor | null;
  readonly lines: readonly string[];
  /** For a screen without room for the lines: the start of the reason, and commands without their consequence. */
  readonly terse: readonly string[];
}

/** The header in parts of which a screen can leave out the last. */
export function headerParts({
  status,
  namespace,
  timeZone,
  width = Number.POSITIVE_INFINITY,
  viewer = null,
  palette,
}: HeaderInput): HeaderParts {
  const waits = status.waitingFor.toSorted((a, b) => Number(needsPerson(b)) - Number(needsPerson(a)));
  const forces = forcedClusters(status).map((each) => forceLine(each, status, timeZone));
  const next = describeNextStep(status);
  const restores = status.notRestored.map((each) => `Restore:  ${describeRestore(each)}`);
  const others = [...forces, ...restores].map(folded).map((lines) => ({ wait: null, lines, terse: lines }));
  return {
    top: [
      ...pair('Name', status.name, `Temporal: ${namespace}/campaign/${status.name}`),
      ...pair('Status', phaseText(status.phase, palette), whereText(status)),
      ...pair('Target', status.target, `Progress: ${progressText(status)}`),
      ...[...windowLine(status, timeZone), ...clockLine(status, timeZone)].flatMap(folded),
      ...freezeLine(status, timeZone)
        .flatMap(folded)
        .map((line) => palette.yellow(line)),
      ...(next === null ? [] : folded(`Next:     ${next}`)),
    ],
    blocks: [...waits.map(waitBlock), ...others]
      .filter(({ lines }) => lines.length > 0)
      .map(({ wait, lines, terse }) => ({
        wait,
        lines: lines.map(palette.yellow),
        terse: terse.map(palette.yellow),
      })),
  };

  function waitBlock(wait: WaitingFor): HeaderBlock {
    const line = waitLine(wait, status, timeZone);
    if (wait.actions === undefined || !needsPerson(wait)) {
      const lines = folded(`${line}: ${wait.act}`);
      return { wait, lines, terse: lines };
    }
    if (wait.actions.length === 0) return { wait, lines: [], terse: [] };
    const layout = { width, indent: labelWidth, viewer };
    return {
      wait,
      lines: [...folded(line), ...questionLines(wait, layout)],
      terse: [...folded(line), ...questionLines(wait, { ...layout, isTerse: true })],
    };
  }

  /** Two columns where there is room, else two lines. */
  function pair(label: string, value: string, right: string): readonly string[] {
    const left = `${`${label}:`.padEnd(labelWidth)}${value}`;
    const line = `${padEnd(left, leftWidth)}${padEnd(left, leftWidth) === left ? '   ' : ''}${right}`;
    if (textWidth(line) <= width || right === '') return [line.trimEnd()];
    return [left, ...folded(isLabelled.test(right) ? right : `${' '.repeat(labelWidth)}${right}`)];
  }

  function folded(line: string): readonly string[] {
    return wrap(line, width, labelWidth);
  }
}

/** Without a worker's answer the counts are unknown. */
function progressText({ progress, incomplete }: CampaignStatus): string {
  const { clusters, nodes, failed } = progress;
  if (incomplete !== null && clusters.total === 0) return 'unknown';
  const counts = [`${clusters.done}/${clusters.total} clusters`, `${nodes.done}/${nodes.total} nodes`];
  return `${progressBar(nodes)} ${[...counts, `${failed} failed`].join('  ')}`;
}

function clockLine({ pace, updatedAt, finishedAt }: CampaignStatus, timeZone: string | undefined) {
  if (pace === null) return [];
  const shows = formatMoment(updatedAt, timeZone);
  const when = finishedAt === null ? `now ${shows}` : `ended ${shows}`;
  return [`Clock:    simulated, ${pace.speed} times real speed; ${when}`];
}

function whereText(status: CampaignStatus): string {
  const current = currentStage(status);
  if (current === undefined) return '';
  const done = current.clusters.filter(({ phase }) => phase === 'Completed').length;
  return `stage ${current.name}, ${done} of ${current.clusters.length} clusters`;
}

/** With its date; in the screen's zone, as each other time of it. */
function windowLine(
  { window, updatedAt, finishedAt }: CampaignStatus,
  timeZone: string | undefined,
): readonly string[] {
  if (window === null || finishedAt !== null) return [];
  const now = Date.parse(updatedAt);
  const moment = (iso: string) => formatMoment(iso, timeZone);
  const [opens, closes] = [Date.parse(window.opensAt), Date.parse(window.closesAt)];
  if (now < opens) return [`Window:   opens ${moment(window.opensAt)} (in ${formatAge(opens - now)})`];
  if (now >= closes) return [`Window:   closed since ${moment(window.closesAt)}`];
  const left = closes - now;
  return [
    left >= endlessMs
      ? `Window:   open for more than ${formatAge(endlessMs)}`
      : `Window:   open until ${moment(window.closesAt)} (${formatAge(left)} left)`,
  ];
}

/** Where the campaign waits for it already, the wait says so. */
function freezeLine({ freeze, waitingFor }: CampaignStatus, timeZone: string | undefined) {
  if (freeze === undefined || waitingFor.some(({ kind }) => kind === 'freeze')) return [];
  const { name, reason, until } = freeze;
  const end = until === null ? 'lifted' : formatMoment(until, timeZone);
  return [
    name === null
      ? `Freeze:   ${reason}: nothing begins until they can be read`
      : `Freeze:   ${reason} (until ${end}): nothing begins, what runs is finished`,
  ];
}

function waitLine(wait: WaitingFor, { updatedAt }: CampaignStatus, timeZone: string | undefined): string {
  const now = Date.parse(updatedAt);
  const since = formatAge(now - Date.parse(wait.since));
  return `Waiting:  ${waitName(wait)}${untilText(wait.until, now, timeZone)}, for ${since}`;
}

interface Forced {
  readonly name: string;
  readonly force: ForceStatus;
}

function forcedClusters({ stages }: CampaignStatus): readonly Forced[] {
  return stages
    .flatMap(({ clusters }) => clusters)
    .flatMap(({ name, force }) => (force === undefined ? [] : [{ name, force }]));
}

/** "Force:    np1 of aks-pay-weu until Sat 2026-11-21 14:00 CET (1h left), by bob: CHG0042" */
function forceLine(
  { name, force: { by, reason, step, until } }: Forced,
  { updatedAt }: CampaignStatus,
  timeZone: string | undefined,
): string {
  const now = Date.parse(updatedAt);
  const left = until === null ? null : Date.parse(until) - now;
  const when =
    until === null || left === null
      ? 'allowed, not enabled yet'
      : left > 0
        ? `until ${formatMoment(until, timeZone)} (${formatAge(left)} left)`
        : `expired ${formatAge(-left)} ago`;
  return `Force:    ${step} of ${name} ${when}, by ${by}: ${reason}`;
}

/** A wait can be overdue where something else blocks it, such as Azure not answering. */
function untilText(until: string | null, now: number, timeZone: string | undefined): string {
  if (until === null) return '';
  const overdueMs = now - Date.parse(until);
  return overdueMs > 0 ? ` overdue by ${formatAge(overdueMs)}` : ` until ${formatMoment(until, timeZone)}`;
}

/** "████████░░░░░░░░": full only when everything is done. */
export function progressBar({ done, total }: { readonly done: number; readonly total: number }): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * barWidth);
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled);
}
