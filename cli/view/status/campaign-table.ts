import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { formatAge } from '../terminal/format-time.ts';

/** A campaign as Temporal lists it; all times are of its clock, which is simulated where it has a `pace`. */
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
  /** When it was read. */
  readonly updatedAt: string;
  readonly finishedAt: string | null;
  /** null: real time. */
  readonly pace: { readonly speed: number } | null;
}

const header = ['NAME', 'PHASE', 'TARGET', 'STAGE', 'FAILED', 'AGE', 'WAITING FOR'];

/** AGE: since the start, or the duration once it has finished. */
export function campaignTable(campaigns: readonly CampaignRow[], palette: Palette, width?: number): string {
  if (campaigns.length === 0) return 'No campaigns yet. Next: drydock plan -f campaign.yaml';
  const rows = campaigns.map((row) => [
    row.name,
    row.phase ?? row.execution,
    row.target ?? '-',
    row.stage ?? '-',
    String(row.failed),
    age(row),
    `${row.waitingFor ?? ''}${row.needsAttention ? ' (attention required)' : ''}`.trim(),
  ]);
  const [head, ...lines] = columns([header, ...rows], width === undefined ? {} : { width });
  const isSimulated = campaigns.some(({ pace }) => pace !== null);
  return [palette.bold(head ?? ''), ...lines, ...(isSimulated ? ['', '* simulated time'] : [])].join('\n');
}

function age({ startedAt, updatedAt, finishedAt, pace }: CampaignRow): string {
  const lasted = formatAge(Date.parse(finishedAt ?? updatedAt) - Date.parse(startedAt));
  return pace === null ? lasted : `${lasted}*`;
}
