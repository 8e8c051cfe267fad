import { type Freeze, judgeFreeze } from '#domain/campaign/freeze.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { formatMoment } from '../terminal/format-time.ts';

const header = ['NAME', 'STATE', 'FROM', 'UNTIL', 'BY', 'REASON'];

export type FreezeState = 'active' | 'scheduled' | 'expired' | 'lifted';

export function freezeState(freeze: Freeze, now: number): FreezeState {
  if (freeze.lifted !== null) return 'lifted';
  if (judgeFreeze([freeze], now).frozen) return 'active';
  return now < Date.parse(freeze.from) ? 'scheduled' : 'expired';
}

/** Every freeze, the newest first; times are local, lines are cut at `width`. */
export function freezeTable(
  freezes: readonly Freeze[],
  now: number,
  palette: Palette,
  { timeZone, width }: { readonly timeZone?: string; readonly width?: number } = {},
): string {
  if (freezes.length === 0) return 'No freezes.';
  const rows = freezes.toReversed().map((freeze) => rowOf(freeze, now, timeZone));
  const [head, ...lines] = columns([header, ...rows], width === undefined ? {} : { width });
  return [palette.bold(head ?? ''), ...lines].join('\n');
}

function rowOf(freeze: Freeze, now: number, timeZone: string | undefined): readonly string[] {
  const { name, from, until, by, reason } = freeze;
  return [
    name,
    describeState(freeze, now, timeZone),
    formatMoment(from, timeZone),
    until === null ? 'lifted' : formatMoment(until, timeZone),
    by,
    freeze.lifted === null ? reason : `${reason}; lifted: ${freeze.lifted.reason}`,
  ];
}

function describeState(freeze: Freeze, now: number, timeZone: string | undefined): string {
  const { lifted } = freeze;
  if (lifted === null) return freezeState(freeze, now);
  return `lifted by ${lifted.by}, ${formatMoment(lifted.at, timeZone)}`;
}
