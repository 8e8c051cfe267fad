import { describe, expect, it } from 'vitest';
import { type CampaignRow, campaignTable } from '#cli/view/status/campaign-table.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const row = (name: string, over: Partial<CampaignRow> = {}): CampaignRow => ({
  name,
  phase: 'Running',
  execution: 'RUNNING',
  target: '1.34.1',
  stage: 'test',
  waitingFor: null,
  needsAttention: false,
  failed: 0,
  startedAt: '2026-11-20T10:00:00Z',
  updatedAt: '2026-11-20T12:00:00Z',
  finishedAt: null,
  pace: null,
  ...over,
});

describe('the list of campaigns', () => {
  it('tells the age of what runs, how long it took what is over, and whose clock that is', () => {
    const rows = [
      row('runs', { waitingFor: 'gate', needsAttention: true }),
      row('over', { phase: 'Completed', stage: null, finishedAt: '2026-11-20T10:30:00Z' }),
      row('paced', { startedAt: '2026-11-20T02:00:00Z', pace: { speed: 600 } }),
    ];
    expect(`\n${campaignTable(rows, withoutColour)}\n`).toBe(`
NAME    PHASE       TARGET   STAGE   FAILED   AGE    WAITING FOR
runs    Running     1.34.1   test    0        2h     gate (attention required)
over    Completed   1.34.1   -       0        30m
paced   Running     1.34.1   test    0        10h*

* simulated time
`);
  });

  it('keeps within the width of a terminal', () => {
    const lines = campaignTable([row('runs')], withoutColour, 40).split('\n');
    expect(lines.map((line) => line.length).filter((length) => length > 40)).toEqual([]);
  });
});
