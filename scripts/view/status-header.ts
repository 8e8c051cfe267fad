import type { CampaignStatus, WaitingFor } from '#domain/campaign/status.ts';
import type { Palette } from './colour.ts';
import { padEnd } from './columns.ts';
import { formatAge, formatMoment } from './moments.ts';
import { phaseText } from './phases.ts';
import { progressBar } from './progress-bar.ts';
import { waitName } from './waits.ts';

const leftWidth = 32;

interface HeaderInput {
  readonly status: CampaignStatus;
  readonly namespace: string;
  readonly timeZone?: string;
  readonly palette: Palette;
}

/** Name, status, target, window, and one line for whatever it waits for. */
export function statusHeader({ status, namespace, timeZone, palette }: HeaderInput): string {
  const { progress } = status;
  const counts = `${progress.clusters.done}/${progress.clusters.total} clusters  ${progress.nodes.done}/${progress.nodes.total} nodes  ${progress.failed} failed`;
  const speed = status.pace === null ? [] : [`Clock:    simulated, ${status.pace.speed} times real speed`];
  return [
    `${left('Name', status.name)}Temporal: ${namespace}/campaign/${status.name}`,
    `${left('Status', phaseText(status.phase, palette))}${whereText(status)}`.trimEnd(),
    `${left('Target', status.target)}Progress: ${progressBar(progress.nodes)} ${counts}`,
    ...windowLine(status, timeZone),
    ...speed,
    ...status.waitingFor.map((wait) => palette.yellow(waitLine(wait, status, timeZone))),
    ...status.notRestored.map(({ command }) => palette.yellow(`Restore:  ${command}`)),
  ].join('\n');
}

function left(label: string, value: string): string {
  return padEnd(`${`${label}:`.padEnd(10)}${value}`, leftWidth);
}

function whereText({ stages }: CampaignStatus): string {
  const current = stages.find(
    ({ phase }) => phase !== 'NotStarted' && phase !== 'Completed' && phase !== 'Skipped',
  );
  if (current === undefined) return '';
  const done = current.clusters.filter(({ phase }) => phase === 'Completed').length;
  return `stage ${current.name}, ${done} of ${current.clusters.length} clusters`;
}

function windowLine({ window, updatedAt }: CampaignStatus, timeZone: string | undefined): readonly string[] {
  if (window === null) return [];
  const now = Date.parse(updatedAt);
  const [opens, closes] = [Date.parse(window.opensAt), Date.parse(window.closesAt)];
  if (now >= opens && now < closes)
    return [
      `Window:   open until ${formatMoment(window.closesAt, now, timeZone)} (${formatAge(closes - now)} left)`,
    ];
  if (now < opens)
    return [`Window:   opens ${formatMoment(window.opensAt, now, timeZone)} (in ${formatAge(opens - now)})`];
  return [`Window:   closed since ${formatMoment(window.closesAt, now, timeZone)}`];
}

function waitLine(wait: WaitingFor, { updatedAt }: CampaignStatus, timeZone: string | undefined): string {
  const now = Date.parse(updatedAt);
  const until = wait.until === null ? '' : ` until ${formatMoment(wait.until, now, timeZone)}`;
  const since = formatAge(now - Date.parse(wait.since));
  return `Waits:    ${waitName(wait)}${until}, since ${since}: ${wait.act}`;
}
