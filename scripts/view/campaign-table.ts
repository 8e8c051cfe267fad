import type { Palette } from './colour.ts';
import { columns } from './columns.ts';
import { formatAge } from './moments.ts';

/** A campaign as Temporal lists it; times are real. */
export interface CampaignRow {
  readonly name: string;
  /** null where the search attributes were not registered when it was started. */
  readonly phase: string | null;
  /** Temporal's own word: RUNNING, COMPLETED, TERMINATED ... */
  readonly execution: string;
  readonly target: string | null;
  readonly stage: string | null;
  readonly waitingFor: string | null;
  readonly needsAttention: boolean;
  readonly failed: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

const header = ['NAME', 'PHASE', 'TARGET', 'STAGE', 'FAILED', 'AGE', 'WAITING FOR'];

export function campaignTable(campaigns: readonly CampaignRow[], now: number, palette: Palette): string {
  if (campaigns.length === 0) return 'No campaigns yet. Next: drydock plan -f campaign.yaml';
  const [head, ...lines] = columns([
    header,
    ...campaigns.map((row) => [
      row.name,
      row.phase ?? row.execution,
      row.target ?? '-',
      row.stage ?? '-',
      String(row.failed),
      formatAge(now - Date.parse(row.startedAt)),
      `${row.waitingFor ?? ''}${row.needsAttention ? ' (needs a person)' : ''}`.trim(),
    ]),
  ]);
  return [palette.bold(head ?? ''), ...lines].join('\n');
}
