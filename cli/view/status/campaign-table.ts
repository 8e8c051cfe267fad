import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { formatAge } from '../terminal/format-time.ts';

/** A campaign as Temporal lists it; times are real, `pace` is the speed of its simulated time. */
export interface CampaignRow {
  readonly name: string;
  /** null where the search attributes were not registered when it was started. */
  readonly phase: string | null;
  /** Temporal's status: RUNNING, COMPLETED, FAILED, TERMINATED ... */
  readonly execution: string;
  readonly target: string | null;
  readonly stage: string | null;
  readonly waitingFor: string | null;
  readonly needsAttention: boolean;
  readonly failed: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** null: real time. */
  readonly pace: { readonly speed: number } | null;
}

const header = ['NAME', 'PHASE', 'TARGET', 'STAGE', 'FAILED', 'AGE', 'WAITING FOR'];

/** AGE is campaign time: since the start, or the duration once it has finished. `now` is real (ms). */
export function campaignTable(
  campaigns: readonly CampaignRow[],
  now: number,
  palette: Palette,
  width?: number,
): string {
  if (campaigns.length === 0) return 'No campaigns yet. Next: drydock plan -f campaign.yaml';
  const rows = campaigns.map((row) => [
    row.name,
    row.phase ?? row.execution,
    row.target ?? '-',
    row.stage ?? '-',
    String(row.failed),
    age(row, now),
    `${row.waitingFor ?? ''}${row.needsAttention ? ' (attention required)' : ''}`.trim(),
  ]);
  const [head, ...lines] = columns([header, ...rows], width === undefined ? {} : { width });
  const isSimulated = campaigns.some(({ pace }) => pace !== null);
  return [palette.bold(head ?? ''), ...lines, ...(isSimulated ? ['', '* simulated time'] : [])].join('\n');
}

function age({ startedAt, finishedAt, pace }: CampaignRow, now: number): string {
  const real = (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt);
  return pace === null ? formatAge(real) : `${formatAge(real * pace.speed)}*`;
}
